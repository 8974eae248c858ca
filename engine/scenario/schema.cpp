// SPDX-License-Identifier: Apache-2.0
#include "scenario/schema.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/numbers.h"
#include "scenario/fields.h"

namespace strife {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kNamePattern = "^[A-Za-z][A-Za-z0-9_]*$";
constexpr std::string_view kIndexedNamePattern =
    R"(^[A-Za-z][A-Za-z0-9_]*( *\[ *[A-Za-z][A-Za-z0-9_]*( +in +[A-Za-z][A-Za-z0-9_]*)?( *, *[A-Za-z][A-Za-z0-9_]*( +in +[A-Za-z][A-Za-z0-9_]*)?)* *\])?$)";
constexpr std::string_view kOwnedNamePattern = R"(^([A-Za-z][A-Za-z0-9_]*\.)?[A-Za-z][A-Za-z0-9_]*( *\[.*\])?$)";
constexpr std::string_view kMechanismPattern = R"(^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$)";
constexpr std::string_view kPathPattern = R"(^[^. ]+(\.[^. ]+)*$)";

// An object or array with one element, written out: compilers differ in what braces around one element mean.
Json object_of(std::string_view key, Json value) {
    Json object = Json::object();
    object[std::string(key)] = std::move(value);
    return object;
}
Json array_of(Json value) {
    Json array = Json::array();
    array.push_back(std::move(value));
    return array;
}
Json text_type() {
    return object_of("type", "string");
}
Json text_or_number_type() {
    return object_of("type", Json::array({"string", "number"}));
}
Json any_scalar_type() {
    return object_of("type", Json::array({"string", "number", "boolean"}));
}
Json reference_to(const std::string& id) {
    return object_of("$ref", "#/definitions/" + id);
}

class SchemaWriter {
  public:
    Json write() {
        Json root = object_of("$schema", "http://json-schema.org/draft-07/schema#");
        root["title"] = "strife scenario";
        root.update(map_schema(scenario_shape()));
        reference(mechanism_shape());  // for files of mechanisms: strife.schema.json#/definitions/mechanism
        root["definitions"] = definitions_;
        return root;
    }

  private:
    Json reference(const MapShape& shape) {
        const std::string id(shape.id);
        if (!definitions_.contains(id)) {
            definitions_[id] = nullptr;  // holds the place while the parts are written
            definitions_[id] = map_schema(shape);
        }
        return reference_to(id);
    }

    static Json scalar(const ValueShape& shape) {
        switch (shape.scalar) {
            case ScalarKind::none:
                return nullptr;
            case ScalarKind::expression:
                return any_scalar_type();
            case ScalarKind::statements:
            case ScalarKind::path:
            case ScalarKind::column:
                return text_type();
            case ScalarKind::unit:
                return text_or_number_type();
            case ScalarKind::prose:
                return any_scalar_type();
            case ScalarKind::boolean:
                return object_of("type", "boolean");
            case ScalarKind::word:
                return object_of("enum", Json(std::vector<std::string>(shape.words.begin(), shape.words.end())));
            case ScalarKind::name:
                return {{"type", "string"}, {"pattern", kNamePattern}};
            case ScalarKind::member:
                return text_type();
            case ScalarKind::number:
                return object_of("type", "number");
            case ScalarKind::whole:
                return {{"type", "integer"}, {"minimum", shape.minimum}};
            case ScalarKind::version:
                return object_of("const", 1);
        }
        return nullptr;
    }

    Json by_member(const ValueShape& shape) {
        const std::string id = "by_member";
        if (!definitions_.contains(id)) {
            Json forms = array_of(scalar(shape));
            forms.push_back(reference_to(id));
            definitions_[id] = {{"description", "Values by member, with `default` for those not named"}, {"type", "object"}};
            definitions_[id]["additionalProperties"] = object_of("anyOf", forms);
        }
        return reference_to(id);
    }

    Json list(const ValueShape& shape) {
        Json schema = {{"type", "array"}, {"items", value(*shape.item)}};
        if (shape.min_items > 0) schema["minItems"] = shape.min_items;
        if (shape.max_items > 0) schema["maxItems"] = shape.max_items;
        return schema;
    }

    Json value(const ValueShape& shape) {
        if (shape.anything) return Json::object();
        Json forms = Json::array();
        if (shape.scalar != ScalarKind::none) forms.push_back(scalar(shape));
        if (shape.item != nullptr) forms.push_back(list(shape));
        if (shape.map != nullptr) forms.push_back(reference(*shape.map));
        if (shape.by_member) forms.push_back(by_member(shape));
        return forms.size() == 1 ? forms[0] : object_of("anyOf", forms);
    }

    static Json any_of_required(std::span<const std::string_view> keys) {
        Json forms = Json::array();
        for (const std::string_view key : keys) forms.push_back(object_of("required", array_of(key)));
        return forms;
    }

    Json field(const FieldShape& shape) {
        const Json inner = value(shape.value);
        // In draft-07 nothing beside a $ref counts.
        Json schema = object_of("description", shape.doc);
        if (inner.contains("$ref")) {
            schema["allOf"] = array_of(inner);
        } else {
            schema.update(inner);
        }
        if (!shape.fallback.empty()) schema["default"] = fallback(shape);
        return schema;
    }

    static Json fallback(const FieldShape& shape) {
        if (shape.value.scalar == ScalarKind::boolean) return shape.fallback == "true";
        if (const std::optional<std::int64_t> number = parse_integer(shape.fallback)) return *number;
        return shape.fallback;
    }

    static std::string_view key_pattern(KeyKind kind) {
        switch (kind) {
            case KeyKind::none:
                return {};
            case KeyKind::name:
            case KeyKind::column:
                return kNamePattern;
            case KeyKind::indexed_name:
                return kIndexedNamePattern;
            case KeyKind::owned_name:
                return kOwnedNamePattern;
            case KeyKind::mechanism:
                return kMechanismPattern;
            case KeyKind::path:
                return kPathPattern;
        }
        return {};
    }

    Json map_schema(const MapShape& shape) {
        Json schema = {{"description", shape.doc}, {"type", "object"}};
        Json properties = Json::object();
        Json required = Json::array();
        Json dependencies = Json::object();
        for (const FieldShape& entry : shape.fields) {
            const std::string key(entry.key);
            properties[key] = field(entry);
            if (entry.required) required.push_back(key);
            if (!entry.needs.empty()) dependencies[key] = object_of("anyOf", any_of_required(entry.needs));
        }
        if (!properties.empty()) schema["properties"] = properties;
        if (!required.empty()) schema["required"] = required;
        if (!dependencies.empty()) schema["dependencies"] = dependencies;
        schema["additionalProperties"] = shape.named == nullptr ? Json(false) : value(*shape.named);
        const std::string_view pattern = key_pattern(shape.key_kind);
        if (!pattern.empty()) schema["propertyNames"] = object_of("pattern", pattern);
        add_groups(shape, schema);
        return schema;
    }

    static void add_groups(const MapShape& shape, Json& schema) {
        Json all = Json::array();
        for (const KeyGroup& group : shape.groups) {
            Json forms = any_of_required(group.keys);
            if (!group.one_required) forms.push_back(object_of("not", object_of("anyOf", any_of_required(group.keys))));
            all.push_back(object_of("oneOf", forms));
        }
        if (!all.empty()) schema["allOf"] = all;
    }

    Json definitions_ = Json::object();
};

}  // namespace

std::string json_schema() {
    return SchemaWriter().write().dump(2) + "\n";
}

}  // namespace strife
