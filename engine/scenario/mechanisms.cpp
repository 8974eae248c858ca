// SPDX-License-Identifier: Apache-2.0
#include "scenario/mechanisms.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/numbers.h"
#include "scenario/check_fields.h"
#include "scenario/fields.h"
#include "scenario/names.h"

namespace strife {
namespace {

using Entries = std::vector<YamlEntry>;

const Entries& entries_under(const YamlNode& map, std::string_view key) {
    static const Entries none;
    const YamlEntry* found = map.find(key);
    return found == nullptr ? none : found->value.entries;
}

// "north.heat[province]" at the place of "heat[province]".
YamlEntry owned(const YamlEntry& entry, const std::string& instance) {
    YamlEntry result = entry;
    result.key.text = instance + '.' + entry.key.text;
    result.key.offsets.insert(result.key.offsets.begin(), instance.size() + 1, entry.key.offsets.front());
    return result;
}

// Adds entries to the map under a key, which is made if it is not there.
void append(YamlNode& map, std::string_view key, Entries entries, SourceSpan place) {
    if (entries.empty()) return;
    YamlEntry* found = map.find(key);
    if (found == nullptr) {
        MappedText name{.text = std::string(key), .file = place.file, .offsets = {}};
        name.offsets.assign(key.size() + 1, place.begin);
        YamlEntry made{.key = std::move(name), .key_style = YamlStyle::plain, .value = {}};
        made.value.kind = YamlKind::map;
        made.value.span = place;
        map.entries.push_back(std::move(made));
        found = &map.entries.back();
    }
    if (!found->value.is_map()) return;  // check_fields tells
    Entries& all = found->value.entries;
    all.insert(all.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
}

// What a use gives for a parameter takes the place of what the mechanism has; with the value its prior and source go.
void give(YamlNode& parameter, const YamlEntry& given) {
    const FieldShape& value = *parameter_shape().find("value");
    const auto set = [&](const MappedText& key, const YamlNode& node) {
        if (YamlEntry* found = parameter.find(key.text)) {
            found->value = node;
        } else {
            parameter.entries.push_back({.key = key, .key_style = YamlStyle::plain, .value = node});
        }
    };
    if (given.value.is_scalar() || given.value.find(value.key) != nullptr) {
        for (const std::string_view key : value.unset) parameter.erase(key);
        parameter.erase("source");
    }
    if (given.value.is_scalar()) {
        MappedText key = given.key;
        key.text = value.key;
        key.offsets.assign(value.key.size() + 1, given.key.offsets.front());
        set(key, given.value);
    }
    for (const YamlEntry& entry : given.value.entries) set(entry.key, entry.value);
}

class Expansion {
  public:
    Expansion(YamlNode& root, MechanismFiles& files, SourceMap& sources, Diagnostics& diagnostics)
        : root_(root), files_(files), sources_(sources), diagnostics_(diagnostics) {}

    void run() {
        YamlEntry* actors = root_.find("actors");
        if (actors == nullptr) return;
        for (const YamlEntry* instance : instances_of(root_)) claim(instance->key);
        for (YamlEntry& actor : actors->value.entries) expand_actor(actor.value);
        append(root_, "parameters", std::move(parameters_), root_.span);
        append(root_, "define", std::move(defines_), root_.span);
    }

  private:
    bool claim(const MappedText& name) {
        const auto [first, is_new] = names_.emplace(name.text, name.whole());
        if (is_new) return true;
        diagnostics_.error(
            DiagnosticCode::E402, name.whole(),
            fmt::format("'{}' is already the name of an instance, line {}", name.text, sources_.locate(first->second).line),
            fmt::format("give this one another name: as: {}_2", name.text));
        return false;
    }

    void expand_actor(YamlNode& actor) {
        const YamlEntry* uses = actor.find("uses");
        if (uses == nullptr || !uses->value.is_list()) return;
        const std::vector<YamlNode> items = uses->value.items;
        std::vector<YamlNode> left;
        for (const YamlNode& item : items) {
            if (!expand(item, actor)) left.push_back(item);
        }
        if (left.empty()) {
            actor.erase("uses");
        } else {
            actor.find("uses")->value.items = std::move(left);
        }
    }

    bool expand(const YamlNode& item, YamlNode& actor) {
        if (item.entries.size() > 1) {
            diagnostics_.error(DiagnosticCode::E203, item.entries[1].key.whole(), "each item of `uses` names one mechanism",
                               "indent what belongs to the mechanism below its name, or begin another item");
            return false;
        }
        const auto use = read_use(item);
        if (!use) return false;
        const YamlNode* mechanism = files_.find(use->mechanism, sources_, diagnostics_);
        if (mechanism == nullptr) return false;
        check_given(*use, *mechanism);
        std::optional<Entries> parameters = give_parameters(*use, *mechanism);
        if (!claim(use->name) || !parameters) return false;
        std::move(parameters->begin(), parameters->end(), std::back_inserter(parameters_));
        add_defines(*use, *mechanism);
        for (const std::string_view section : kOwnedSections) {
            Entries entries;
            for (const YamlEntry& entry : entries_under(*mechanism, section)) entries.push_back(owned(entry, use->name.text));
            append(actor, section, std::move(entries), use->mechanism.whole());
        }
        append(actor, "instances", {instance(*use, *mechanism)}, use->mechanism.whole());
        return true;
    }

    // Settings that are none of the mechanism's parameters.
    void check_given(const MechanismUse& use, const YamlNode& mechanism) {
        if (use.settings == nullptr) return;
        std::vector<std::string> known;
        for (const YamlEntry& entry : entries_under(mechanism, "parameters")) known.emplace_back(name_part(entry.key.text));
        for (const YamlEntry& entry : use.settings->entries) {
            if (use_settings_shape().find(entry.key.text) != nullptr) continue;
            if (std::find(known.begin(), known.end(), entry.key.text) != known.end()) continue;
            std::string hint = did_you_mean(entry.key.text, known);
            if (hint.empty()) hint = fmt::format("its parameters are {}", fmt::join(known, ", "));
            if (known.empty()) hint = "it has none";
            diagnostics_.error(DiagnosticCode::E407, entry.key.whole(),
                               fmt::format("{} has no parameter '{}'", use.mechanism.text, entry.key.text), std::move(hint));
        }
    }

    // The parameters of an instance; nothing if one has no value.
    std::optional<Entries> give_parameters(const MechanismUse& use, const YamlNode& mechanism) {
        Entries parameters;
        bool good = true;
        for (const YamlEntry& entry : entries_under(mechanism, "parameters")) {
            const std::string_view name = name_part(entry.key.text);
            YamlEntry parameter = owned(entry, use.name.text);
            const YamlEntry* given = use.settings == nullptr ? nullptr : use.settings->find(name);
            if (given != nullptr) give(parameter.value, *given);
            if (parameter.value.find("value") == nullptr) {
                const std::string& unit = parameter.value.find("unit")->value.text.text;
                diagnostics_.error(DiagnosticCode::E202, use.mechanism.whole(),
                                   fmt::format("{} must be given its parameter '{}', in [{}]", use.mechanism.text, name, unit));
                good = false;
            }
            parameters.push_back(std::move(parameter));
        }
        if (!good) return std::nullopt;
        return parameters;
    }

    // Its definitions, and those that stand for requirements which are not bound and have a default.
    void add_defines(const MechanismUse& use, const YamlNode& mechanism) {
        for (const YamlEntry& entry : entries_under(mechanism, "requires")) {
            const YamlEntry* fallback = entry.value.find("default");
            const YamlEntry* bind = use.settings == nullptr ? nullptr : use.settings->find("bind");
            const bool bound = bind != nullptr && bind->value.find(name_part(entry.key.text)) != nullptr;
            if (fallback == nullptr || bound) continue;
            defines_.push_back(owned(entry, use.name.text));
            defines_.back().value = fallback->value;
        }
        for (const YamlEntry& entry : entries_under(mechanism, "define")) defines_.push_back(owned(entry, use.name.text));
    }

    // The entry of `instances` for a use.
    static YamlEntry instance(const MechanismUse& use, const YamlNode& mechanism) {
        YamlEntry entry{.key = use.name, .key_style = YamlStyle::plain, .value = {}};
        entry.value.kind = YamlKind::map;
        entry.value.span = use.mechanism.whole();
        YamlEntry named = *mechanism.find("mechanism");  // for its key
        named.value = {};
        named.value.kind = YamlKind::scalar;
        named.value.span = use.mechanism.whole();
        named.value.text = use.mechanism;
        entry.value.entries.push_back(std::move(named));
        if (const YamlEntry* needs = mechanism.find("requires")) entry.value.entries.push_back(*needs);
        const YamlEntry* bind = use.settings == nullptr ? nullptr : use.settings->find("bind");
        if (bind != nullptr) entry.value.entries.push_back(*bind);
        return entry;
    }

    YamlNode& root_;
    MechanismFiles& files_;
    SourceMap& sources_;
    Diagnostics& diagnostics_;
    std::map<std::string, SourceSpan> names_;
    Entries parameters_;
    Entries defines_;
};

}  // namespace

std::optional<MechanismUse> read_use(const YamlNode& item) {
    if (!has_form(item, *uses_shape().item) || item.entries.size() > 1) return std::nullopt;
    MechanismUse use;
    if (item.is_scalar()) {
        use.mechanism = item.text;
    } else if (!item.entries.empty()) {
        use.mechanism = item.entries[0].key;
        use.settings = &item.entries[0].value;
    }
    const std::string& mechanism = use.mechanism.text;
    if (mechanism.empty()) return std::nullopt;
    const std::size_t dot = mechanism.rfind('.');
    use.name = use.mechanism.part(dot == std::string::npos ? 0 : dot + 1, mechanism.size());
    const YamlEntry* as = use.settings == nullptr ? nullptr : use.settings->find("as");
    if (as != nullptr) use.name = as->value.text;
    return use;
}

std::vector<const YamlEntry*> instances_of(const YamlNode& root) {
    std::vector<const YamlEntry*> all;
    for (const YamlEntry& actor : entries_under(root, "actors")) {
        for (const YamlEntry& instance : entries_under(actor.value, "instances")) all.push_back(&instance);
    }
    return all;
}

void expand_mechanisms(YamlNode& scenario, MechanismFiles& files, SourceMap& sources, Diagnostics& diagnostics) {
    Expansion(scenario, files, sources, diagnostics).run();
}

}  // namespace strife
