// SPDX-License-Identifier: Apache-2.0
#include "scenario/schema.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "scenario/fields.h"

namespace strife {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kNamePattern = "^[A-Za-z][A-Za-z0-9_]*$";
constexpr std::string_view kIndexedNamePattern =
    R"(^[A-Za-z][A-Za-z0-9_]*( *\[ *[A-Za-z][A-Za-z0-9_]*( +in +[A-Za-z][A-Za-z0-9_]*)?( *, *[A-Za-z][A-Za-z0-9_]*( +in +[A-Za-z][A-Za-z0-9_]*)?)* *\])?$)";
constexpr std::string_view kPathPattern = R"(^[^. ]+(\.[^. ]+)*$)";

class SchemaWriter {
  public:
    Json write() {
        Json root = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "strife scenario"}};
        root.update(map_schema(scenario_shape()));
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
        return {{"$ref", "#/definitions/" + id}};
    }

    static Json text() { return {{"type", {"string", "number"}}}; }

    static Json scalar(const ValueShape& shape) {
        switch (shape.scalar) {
            case ScalarKind::none:
                return nullptr;
            case ScalarKind::expression:
                return {{"type", {"string", "number", "boolean"}}};
            case ScalarKind::statements:
            case ScalarKind::path:
            case ScalarKind::column:
                return {{"type", "string"}};
            case ScalarKind::unit:
                return text();
            case ScalarKind::prose:
                return {{"type", {"string", "number", "boolean"}}};
            case ScalarKind::boolean:
                return {{"type", "boolean"}};
            case ScalarKind::word:
                return {{"enum", shape.words}};
            case ScalarKind::name:
                return {{"type", "string"}, {"pattern", kNamePattern}};
            case ScalarKind::member:
                return {{"type", "string"}};
            case ScalarKind::number:
                return {{"type", "number"}};
            case ScalarKind::whole:
                return {{"type", "integer"}, {"minimum", shape.minimum}};
            case ScalarKind::version:
                return {{"const", 1}};
        }
        return nullptr;
    }

    Json by_member(const ValueShape& shape) {
        const std::string id = "by_member";
        if (!definitions_.contains(id)) {
            definitions_[id] = {{"description", "Values by member, with `default` for those not named"},
                                {"type", "object"},
                                {"additionalProperties", {{"anyOf", {scalar(shape), {{"$ref", "#/definitions/" + id}}}}}}};
        }
        return {{"$ref", "#/definitions/" + id}};
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
        return forms.size() == 1 ? forms[0] : Json{{"anyOf", forms}};
    }

    static Json any_of_required(std::span<const std::string_view> keys) {
        Json forms = Json::array();
        for (const std::string_view key : keys) forms.push_back({{"required", {key}}});
        return forms;
    }

    Json field(const FieldShape& shape) {
        const Json inner = value(shape.value);
        // In draft-07 nothing beside a $ref counts.
        Json schema = {{"description", shape.doc}};
        if (inner.contains("$ref")) {
            schema["allOf"] = {inner};
        } else {
            schema.update(inner);
        }
        if (!shape.fallback.empty())
            schema["default"] = shape.value.scalar == ScalarKind::boolean ? Json(shape.fallback == "true") : Json(shape.fallback);
        return schema;
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
            if (!entry.needs.empty()) dependencies[key] = {{"anyOf", any_of_required(entry.needs)}};
        }
        if (!properties.empty()) schema["properties"] = properties;
        if (!required.empty()) schema["required"] = required;
        if (!dependencies.empty()) schema["dependencies"] = dependencies;
        schema["additionalProperties"] = shape.named == nullptr ? Json(false) : value(*shape.named);
        if (shape.key_kind == KeyKind::name || shape.key_kind == KeyKind::column)
            schema["propertyNames"] = {{"pattern", kNamePattern}};
        if (shape.key_kind == KeyKind::indexed_name) schema["propertyNames"] = {{"pattern", kIndexedNamePattern}};
        if (shape.key_kind == KeyKind::path) schema["propertyNames"] = {{"pattern", kPathPattern}};
        add_groups(shape, schema);
        return schema;
    }

    static void add_groups(const MapShape& shape, Json& schema) {
        Json all = Json::array();
        for (const KeyGroup& group : shape.groups) {
            Json forms = any_of_required(group.keys);
            if (!group.one_required) forms.push_back({{"not", {{"anyOf", any_of_required(group.keys)}}}});
            all.push_back({{"oneOf", forms}});
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
