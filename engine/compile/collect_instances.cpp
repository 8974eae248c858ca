// Mechanisms within actors: what is bound to what they require, and whether it is what they require.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compile/build.h"

namespace strife {
namespace {

// What a name stands for, as a requirement looks at it.
struct Meaning {
    SymbolKind kind = SymbolKind::set;
    std::vector<SetId> sets = {};
    std::optional<Dimension> dimension = {};           // of what can be read as a number
    std::optional<StateSymbolKind> state = {};         // of a state
    const std::vector<FieldSymbol>* fields = nullptr;  // of an event or activity
    bool faulty = false;                               // and that is told elsewhere
};

std::string over_sets(const Build& build, const std::vector<SetId>& sets) {
    std::string text;
    for (const SetId set : sets) text += (text.empty() ? " for each " : " and ") + build.symbols.set(set).name;
    return text;
}

std::string kind_word(SymbolKind kind) {
    switch (kind) {
        case SymbolKind::set:
            return "a set";
        case SymbolKind::relation:
            return "a relation";
        case SymbolKind::parameter:
            return "a parameter";
        case SymbolKind::define:
            return "a definition";
        case SymbolKind::actor:
            return "an actor";
        case SymbolKind::state:
            return "a state";
        case SymbolKind::activity:
            return "an activity";
        case SymbolKind::event:
            return "an event";
        case SymbolKind::attribute:
            return "an attribute";
        case SymbolKind::input:
            return "an input";
        case SymbolKind::agents:
            return "a kind of agents";
    }
    return "something else";
}

std::string describe(const Build& build, const Meaning& meaning) {
    std::string text = kind_word(meaning.kind);
    if (meaning.state == StateSymbolKind::count) text = "a count";
    if (meaning.state == StateSymbolKind::level) text = "a level";
    if (meaning.state == StateSymbolKind::one_of) text = "a member of a set";
    if (meaning.state == StateSymbolKind::time) text = "an instant";
    if (meaning.dimension) text += fmt::format(" in [{}]", build.units.describe(*meaning.dimension));
    return text + over_sets(build, meaning.sets);
}

std::string describe_fields(const RequirementAst& required) {
    std::string text;
    for (const FieldAst& field : required.attributes) {
        text += fmt::format("{}{}: {}", text.empty() ? " with " : ", ", field.name.text, field.type.text);
    }
    return text;
}

class RequirementChecker {
  public:
    RequirementChecker(Build& build, InstanceId id, const InstanceAst& ast, const RequirementAst& required)
        : build_(build), symbols_(build.symbols), id_(id), instance_(ast), required_(required) {}

    void check() {
        const std::optional<std::string> wanted = read_wanted();
        if (!wanted) return leave_out();
        const std::string name = required_.bound ? required_.bound->text : required_.name.name.text;
        const std::optional<Meaning> meaning = find(name);
        if (!meaning) {
            if (!is_told(name)) report_missing(name, *wanted);
            return leave_out();
        }
        if (meaning->faulty || fits(*meaning)) return;
        const SourceSpan place = required_.bound ? required_.bound->whole() : instance_.mechanism.span;
        const std::string lacking = lacking_field(*meaning);
        build_.diagnostics.error(
            DiagnosticCode::E812, place,
            fmt::format("'{}' of {} must be {}, but '{}' {}", required_.name.name.text, instance_.mechanism.text, *wanted, name,
                        lacking.empty() ? "is " + describe(build_, *meaning) : fmt::format("has no such '{}'", lacking)),
            required_.bound ? "" : fmt::format("bind another name: bind: {{{}: ...}}", required_.name.name.text));
        leave_out();
    }

  private:
    [[nodiscard]] ActorId actor() const { return symbols_.instances[id_.index()].actor; }
    // What uses it is not to blame.
    void leave_out() { symbols_.leave_out(required_.name.name.text); }

    // Whether a dotted name leads through or to a declaration whose faults are told.
    [[nodiscard]] bool is_told(const std::string& name) const {
        const auto is_part = [&](const std::string& left_out) {
            return ("." + name + ".").find("." + left_out + ".") != name.npos;
        };
        const std::vector<std::string>& all = build_.scenario.left_out;
        return std::any_of(all.begin(), all.end(), is_part);
    }

    // Reads sets, unit and attributes of the requirement, and says what it is; nothing if they are not known.
    std::optional<std::string> read_wanted() {
        sets_ = build_.sets_of(required_.name, id_);
        if (sets_.size() != required_.name.indices.size()) return std::nullopt;
        if (required_.unit) {
            unit_ = build_.read_unit(*required_.unit);
            if (!unit_) return std::nullopt;
        }
        for (const FieldAst& field : required_.attributes) {
            if (symbols_.left_out.contains(field.type.text)) return std::nullopt;
            fields_.push_back(read_field(build_, field, FieldKinds::sets_or_unit, id_));
        }
        const auto in_unit = [&](std::string_view what) {
            return fmt::format("{} in [{}]{}", what, build_.units.describe(unit_->dimension), over_sets(build_, sets_));
        };
        switch (required_.kind) {
            case RequirementKind::set:
                return "a set";
            case RequirementKind::relation:
                return "a relation" + over_sets(build_, sets_);
            case RequirementKind::count:
                return in_unit("a count");
            case RequirementKind::level:
                return in_unit("a level");
            case RequirementKind::number:
                return in_unit("a number");
            case RequirementKind::event:
                return "an event" + describe_fields(required_);
            case RequirementKind::activity:
                return "an activity" + describe_fields(required_) + over_sets(build_, sets_);
            case RequirementKind::actor:
                return "an actor";
        }
        return std::nullopt;
    }

    std::optional<Meaning> find(const std::string& name) const {
        std::optional<SymbolRef> ref;
        if (required_.kind == RequirementKind::event || required_.kind == RequirementKind::set) {
            ref = symbols_.find(name);
        } else {
            ref = symbols_.find_from(actor(), id_, {required_.name.name.text});
        }
        if (ref) return meaning_of(*ref);
        for (const AttributeSymbol& attribute : symbols_.attributes) {
            const bool fitting = sets_.size() != 1 || attribute.set == sets_[0];
            if (attribute.name == name && fitting) {
                return Meaning{.kind = SymbolKind::attribute, .sets = {attribute.set}, .dimension = attribute.dimension};
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Meaning meaning_of(SymbolRef ref) const {
        Meaning meaning{.kind = ref.kind};
        if (ref.kind == SymbolKind::relation) {
            meaning.sets = {symbols_.relations[ref.index].from, symbols_.relations[ref.index].to};
        } else if (ref.kind == SymbolKind::parameter) {
            meaning.sets = symbols_.parameters[ref.index].sets;
            meaning.dimension = symbols_.parameters[ref.index].unit.dimension;
        } else if (ref.kind == SymbolKind::define) {
            meaning.sets = symbols_.defines[ref.index].sets;
            meaning.dimension = dimension_of_define(ref.index);
            meaning.faulty = !meaning.dimension;
        } else if (ref.kind == SymbolKind::state) {
            const StateSymbol& state = symbols_.states[ref.index];
            meaning.sets = state.sets;
            meaning.state = state.kind;
            if (state.kind == StateSymbolKind::count || state.kind == StateSymbolKind::level) {
                meaning.dimension = state.unit.dimension;
            }
        } else if (ref.kind == SymbolKind::input) {
            meaning.sets = symbols_.inputs[ref.index].sets;
            meaning.dimension = symbols_.inputs[ref.index].unit.dimension;
        } else if (ref.kind == SymbolKind::activity) {
            meaning.sets = symbols_.activities[ref.index].sets;
            meaning.fields = &symbols_.activities[ref.index].fields;
        } else if (ref.kind == SymbolKind::event) {
            meaning.fields = &symbols_.events[ref.index].fields;
        }
        return meaning;
    }

    // Found by checking it as if it were read with all its indices; nothing after a fault, which is told where it is read.
    [[nodiscard]] std::optional<Dimension> dimension_of_define(std::size_t define) const {
        Diagnostics quiet;
        const ExprPtr value = check_definition(build_, DefineId{define}, quiet);
        return value && value->type.is_number() ? std::optional(value->type.dimension) : std::nullopt;
    }

    [[nodiscard]] bool fits(const Meaning& meaning) const {
        const bool same_sets = meaning.sets == sets_;
        const bool same_unit = unit_ && meaning.dimension && *meaning.dimension == unit_->dimension;
        switch (required_.kind) {
            case RequirementKind::set:
                return meaning.kind == SymbolKind::set;
            case RequirementKind::relation:
                return meaning.kind == SymbolKind::relation && same_sets;
            case RequirementKind::count:
                return meaning.state == StateSymbolKind::count && same_unit && same_sets;
            case RequirementKind::level:
                return meaning.state == StateSymbolKind::level && same_unit && same_sets;
            case RequirementKind::number:
                return same_unit && same_sets;
            case RequirementKind::event:
                return meaning.kind == SymbolKind::event && lacking_field(meaning).empty();
            case RequirementKind::activity:
                return meaning.kind == SymbolKind::activity && same_sets && lacking_field(meaning).empty();
            case RequirementKind::actor:
                return meaning.kind == SymbolKind::actor;
        }
        return false;
    }

    // The first required attribute that an event or activity lacks; empty if it has all.
    [[nodiscard]] std::string lacking_field(const Meaning& meaning) const {
        if (meaning.fields == nullptr) return {};
        for (const FieldSymbol& wanted : fields_) {
            const auto same = [&](const FieldSymbol& field) {
                if (field.name != wanted.name || field.type.base != wanted.type.base) return false;
                return field.type.is_member() ? wanted.type.is_within(field.type.sets)
                                              : field.type.dimension == wanted.type.dimension;
            };
            if (std::none_of(meaning.fields->begin(), meaning.fields->end(), same)) return wanted.name;
        }
        return {};
    }

    void report_missing(const std::string& name, const std::string& wanted) {
        const std::string& required = required_.name.name.text;
        if (required_.bound) {
            build_.diagnostics.error(
                DiagnosticCode::E812, required_.bound->whole(),
                fmt::format("there is no '{}' to bind: '{}' of {} must be {}", name, required, instance_.mechanism.text, wanted),
                did_you_mean(name, symbols_.visible_names(actor())));
        } else {
            build_.diagnostics.error(
                DiagnosticCode::E812, instance_.mechanism.span,
                fmt::format("{} requires '{}', {}, and nothing is called so here", instance_.mechanism.text, required, wanted),
                fmt::format("bind what it is: bind: {{{}: ...}}", required));
        }
    }

    Build& build_;
    SymbolTable& symbols_;
    InstanceId id_;
    const InstanceAst& instance_;
    const RequirementAst& required_;
    std::vector<SetId> sets_;
    std::optional<Unit> unit_;
    std::vector<FieldSymbol> fields_;
};

// Calls `look` for each requirement with the instance it belongs to.
template <class Look>
void for_each_requirement(const Build& build, Look look) {
    std::size_t i = 0;
    for (const ActorAst& actor : build.scenario.actors) {
        for (const InstanceAst& instance : actor.instances) {
            const InstanceId id{i++};
            for (const RequirementAst& required : instance.requirements) look(id, instance, required);
        }
    }
}

}  // namespace

void collect_instances(Build& build) {
    for (const ActorAst& actor : build.scenario.actors) {
        const ActorId id{build.symbols.actors.size()};
        build.symbols.actors.push_back({actor.name.text});
        for (const InstanceAst& instance : actor.instances) {
            InstanceSymbol symbol{.name = instance.name.text, .actor = id, .bound = {}};
            for (const RequirementAst& required : instance.requirements) {
                const std::string& name = required.name.name.text;
                // What is not bound is looked for under its own name, or is a definition of the instance with the default.
                if (required.bound || !required.has_default)
                    symbol.bound.emplace(name, required.bound ? required.bound->text : name);
            }
            build.symbols.instances.push_back(std::move(symbol));
        }
    }
}

void leave_out_missing_sets(Build& build) {
    for_each_requirement(build, [&](InstanceId id, const InstanceAst&, const RequirementAst& required) {
        const std::string& name = required.name.name.text;
        if (required.kind == RequirementKind::set && !build.find_set(id, name)) build.symbols.leave_out(name);
    });
}

void check_requirements(Build& build) {
    for_each_requirement(build, [&](InstanceId id, const InstanceAst& instance, const RequirementAst& required) {
        RequirementChecker(build, id, instance, required).check();
    });
    // `north.base` must mean one thing.
    for (const ActorAst& actor : build.scenario.actors) {
        for (const InstanceAst& instance : actor.instances) {
            const std::string own = actor.name.text + "." + instance.name.text;
            if (!build.symbols.find(instance.name.text) && !build.symbols.find(own)) continue;
            build.diagnostics.error(DiagnosticCode::E402, instance.name.span,
                                    fmt::format("'{}' is declared already, so no instance can be called so", instance.name.text),
                                    fmt::format("give it another name: as: {}_2", instance.name.text));
        }
    }
}

}  // namespace strife
