// First pass: what all see. Time, units, sets, relations, parameters and definitions become symbols.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/build.h"
#include "language/parser.h"

namespace strife {
namespace {

constexpr std::size_t kMaxRecordPoints = 1'000'000;

// Reports names that expressions could not use, or would read as something else.
bool check_name(Build& build, const NameAst& declared, bool is_value) {
    const NameAst name = own_name(declared);
    if (is_reserved_word(name.text) || find_law_signature(name.text) != nullptr) {
        build.diagnostics.error(DiagnosticCode::E403, name.span, fmt::format("'{}' is a word of the language", name.text),
                                "choose another name");
        return false;
    }
    if (is_value) warn_of_unit(build, name);
    return true;
}

bool declare(Build& build, const NameAst& name, SymbolRef ref) {
    if (build.symbols.declare(name.text, ref)) return true;
    build.diagnostics.error(DiagnosticCode::E402, name.span, fmt::format("'{}' is already declared", name.text));
    return false;
}

void collect_units(Build& build) {
    for (const UnitAst& unit : build.scenario.units) {
        bool good = true;
        if (unit.meaning.text == "counting") {
            good = build.units.declare_counting(unit.name.text);
        } else if (unit.meaning.text == "currency") {
            good = build.units.declare_currency(unit.name.text);
        } else {
            const ExprAstPtr ast = parse_expression(unit.meaning, build.units, build.diagnostics);
            if (!ast) continue;
            const std::optional<Unit>& quantity = ast->unit;
            if (ast->kind != ExprAstKind::number || !quantity) {
                build.diagnostics.error(DiagnosticCode::E502, unit.meaning.whole(),
                                        "a unit is `counting`, `currency`, or a quantity such as 0.0138 USD");
                continue;
            }
            good = build.units.declare_derived(unit.name.text, ast->number, *quantity);
        }
        if (!good) {
            build.diagnostics.error(DiagnosticCode::E402, unit.name.span, fmt::format("'{}' is a unit already", unit.name.text));
        }
    }
}

void collect_time(Build& build) {
    const TimeAst& time = build.scenario.time;
    SymbolTable& symbols = build.symbols;
    if (time.start) {
        if (const auto date = parse_date(time.start->text)) {
            symbols.has_dates = true;
            symbols.start_days = static_cast<double>(date->days_since_epoch);
            build.model.start_date = *date;
        } else {
            const auto start = build.read_quantity(*time.start, build.units.time(), "`time.start`");
            if (start && *start != 0.0) {
                build.diagnostics.error(DiagnosticCode::E609, time.start->whole(), "time counted by plain numbers starts at 0",
                                        "leave `start` out, or give a date");
            }
        }
    }
    if (!time.end) return;
    const auto end = build.read_instant(*time.end, "`time.end`");
    if (!end) return;
    if (!(*end > 0.0) || !(*end < 4e6)) {
        build.diagnostics.error(DiagnosticCode::E609, time.end->whole(),
                                *end > 0.0 ? "the run is longer than 10,000 years" : "the run ends before it starts");
        return;
    }
    build.model.end_days = *end;
    if (!time.record) return;
    const auto step = build.read_step(*time.record);
    const bool valid = step && (step->months > 0 || step->days > 0.0);
    if (!valid) {
        build.diagnostics.error(DiagnosticCode::E501, time.record->whole(), "`record` is a step of time: 1 month, 7 day");
        return;
    }
    const double days = step->months > 0 ? 28.0 * step->months : step->days;
    if (*end / days > static_cast<double>(kMaxRecordPoints)) {
        build.diagnostics.error(DiagnosticCode::E612, time.record->whole(),
                                fmt::format("this records more than {} instants", kMaxRecordPoints));
        return;
    }
    const Date start = build.model.start_date.value_or(Date{0});
    for (std::int64_t n = 0;; ++n) {
        const double at = calendar_time(start, 0.0, *step, n);
        if (at > *end) break;
        build.model.record_days.push_back(at);
    }
}

SetId add_set(Build& build, const NameAst& name, std::vector<std::string> members) {
    SymbolTable& symbols = build.symbols;
    SetSymbol set{.name = name.text, .members = std::move(members), .first_member = 0, .positions = {}};
    if (!symbols.sets.empty()) set.first_member = symbols.sets.back().first_member + symbols.sets.back().members.size();
    for (std::size_t i = 0; i < set.members.size(); ++i) set.positions.emplace(set.members[i], i);
    symbols.sets.push_back(std::move(set));
    return SetId{symbols.sets.size() - 1};
}

void collect_sets(Build& build) {
    for (const SetAst& set : build.scenario.sets) {
        if (!check_name(build, set.name, false)) continue;
        if (!declare(build, set.name, {SymbolKind::set, build.symbols.sets.size()})) continue;
        if (set.members.empty()) {
            build.diagnostics.error(DiagnosticCode::E211, set.name.span,
                                    fmt::format("the set '{}' has no members", set.name.text));
        }
        std::vector<std::string> members;
        for (const NameAst& member : set.members) members.push_back(member.text);
        const SetId id = add_set(build, set.name, std::move(members));
        for (const AttributeAst& attribute : set.attributes) {
            if (!check_name(build, attribute.name, true)) continue;
            const auto unit = build.read_unit(attribute.unit);
            AttributeSymbol symbol{.name = attribute.name.text, .set = id, .dimension = {}, .values = {}};
            if (unit) symbol.dimension = unit->dimension;
            for (const CellAst& cell : attribute.values) symbol.values.push_back(cell.value * (unit ? unit->scale : 1.0));
            symbol.values.resize(set.members.size(), 0.0);
            const Slot slots = build.allocate(symbol.values.size(), false);
            std::copy(symbol.values.begin(), symbol.values.end(), build.model.memory.begin() + slots);
            build.attribute_slots.push_back(slots);
            build.symbols.attributes.push_back(std::move(symbol));
        }
    }
    // The built-in set of actors comes last, so that it moves no other.
    std::vector<std::string> actors;
    for (const ActorAst& actor : build.scenario.actors) actors.push_back(actor.name.text);
    build.symbols.actor_set = add_set(build, NameAst{.text = std::string(kActorSet), .span = {}}, std::move(actors));
    if (!build.symbols.find(std::string(kActorSet)))
        build.symbols.declare(std::string(kActorSet), {SymbolKind::set, build.symbols.actor_set.index()});
}

std::optional<SetId> find_set(Build& build, const NameAst& name) {
    const auto ref = build.symbols.find(name.text);
    if (ref && ref->kind == SymbolKind::set) return SetId{ref->index};
    if (build.symbols.left_out.contains(name.text)) return std::nullopt;
    std::vector<std::string> names;
    for (const SetSymbol& set : build.symbols.sets) names.push_back(set.name);
    build.diagnostics.error(DiagnosticCode::E401, name.span, fmt::format("'{}' is not a declared set", name.text),
                            did_you_mean(name.text, names));
    return std::nullopt;
}

void collect_relations(Build& build) {
    for (const RelationAst& relation : build.scenario.relations) {
        const auto from = find_set(build, relation.from_set);
        const auto to = find_set(build, relation.to_set);
        if (!from || !to || !check_name(build, relation.name, true)) continue;
        struct Entry {
            std::uint32_t from, to;
            double weight;
            SourceSpan span;
        };
        std::vector<Entry> entries;
        const auto position = [&](SetId set, const NameAst& member) -> std::optional<std::uint32_t> {
            if (const auto found = build.symbols.position(set, member.text)) return static_cast<std::uint32_t>(*found);
            build.diagnostics.error(DiagnosticCode::E405, member.span,
                                    fmt::format("'{}' is not a member of {}", member.text, build.symbols.set(set).name),
                                    did_you_mean(member.text, build.symbols.set(set).members));
            return std::nullopt;
        };
        for (const RelationEntryAst& entry : relation.entries) {
            const auto a = position(*from, entry.from);
            const auto b = position(*to, entry.to);
            if (!a || !b) continue;
            entries.push_back({*a, *b, entry.weight, entry.from.span});
            if (relation.symmetric && *a != *b) entries.push_back({*b, *a, entry.weight, entry.from.span});
        }
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& x, const Entry& y) { return std::pair(x.from, x.to) < std::pair(y.from, y.to); });
        RelationSymbol symbol{.name = relation.name.text, .from = *from, .to = *to, .starts = {}, .partners = {}, .weights = {}};
        symbol.starts.assign(build.symbols.set(*from).members.size() + 1, 0);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0 && entries[i].from == entries[i - 1].from && entries[i].to == entries[i - 1].to) {
                build.diagnostics.error(
                    DiagnosticCode::E705, entries[i].span,
                    fmt::format("the pair {}, {} stands twice in {}", build.symbols.set(*from).members[entries[i].from],
                                build.symbols.set(*to).members[entries[i].to], relation.name.text),
                    relation.symmetric ? "a symmetric relation names each pair once" : "");
            }
            ++symbol.starts[entries[i].from + 1];
            symbol.partners.push_back(entries[i].to);
            symbol.weights.push_back(entries[i].weight);
        }
        for (std::size_t i = 1; i < symbol.starts.size(); ++i) symbol.starts[i] += symbol.starts[i - 1];
        if (!declare(build, relation.name, {SymbolKind::relation, build.symbols.relations.size()})) continue;
        build.model.relations.push_back({symbol.name, symbol.starts, symbol.partners, symbol.weights});
        build.symbols.relations.push_back(std::move(symbol));
    }
}

// A parameter's unit is the declared one, else that of its value.
Unit parameter_unit(Build& build, const ParameterAst& parameter) {
    if (parameter.unit) return build.read_unit(*parameter.unit).value_or(Unit{});
    const TextAst* text = parameter.value.all ? &*parameter.value.all : nullptr;
    if (text == nullptr && !parameter.value.by_member.empty()) text = &parameter.value.by_member.front().value;
    if (text == nullptr) return {};
    Diagnostics quiet;  // faults are reported when the value is read
    const ExprAstPtr ast = parse_expression(*text, build.units, quiet);
    if (!ast) {
        build.symbols.leave_out(parameter.name.name.text);
        return {};
    }
    if (ast->kind == ExprAstKind::number) return ast->unit.value_or(Unit{});
    Checker checker(build.symbols, build.units, quiet);
    CheckScope scope;
    const ExprPtr expr = checker.check(*ast, scope);
    Unit unit;
    if (expr && expr->type.is_number()) {
        unit.dimension = expr->type.dimension;
        unit.text = build.units.describe(unit.dimension);
    }
    return unit;
}

void collect_parameters(Build& build) {
    for (const ParameterAst& parameter : build.scenario.parameters) {
        if (!check_name(build, parameter.name.name, true)) continue;
        if (!declare(build, parameter.name.name, {SymbolKind::parameter, build.symbols.parameters.size()})) continue;
        build.symbols.parameters.push_back(
            {.name = parameter.name.name.text, .sets = build.sets_of(parameter.name), .unit = parameter_unit(build, parameter)});
    }
}

void collect_defines(Build& build) {
    for (const DefineAst& define : build.scenario.defines) {
        if (!check_name(build, define.name.name, true)) continue;
        if (!declare(build, define.name.name, {SymbolKind::define, build.symbols.defines.size()})) continue;
        DefineSymbol symbol{.name = define.name.name.text, .sets = build.sets_of(define.name), .variables = {}, .body = nullptr};
        symbol.instance = build.symbols.instance_of(symbol.name);
        if (symbol.instance.valid()) symbol.actor = build.symbols.instances[symbol.instance.index()].actor;
        for (const IndexAst& index : define.name.indices) {
            symbol.variables.push_back(index.variable ? index.variable->text : index.set.text);
        }
        symbol.body = parse_expression(define.value, build.units, build.diagnostics);
        build.symbols.defines.push_back(std::move(symbol));
    }
}

}  // namespace

void collect_symbols(Build& build) {
    for (const std::string& name : build.scenario.left_out) build.symbols.leave_out(name);
    collect_instances(build);
    collect_units(build);
    collect_time(build);
    collect_sets(build);
    collect_relations(build);
    leave_out_missing_sets(build);
    collect_parameters(build);
    collect_defines(build);
    for (const SetSymbol& set : build.symbols.sets) {
        build.model.sets.push_back({set.name, set.members, static_cast<std::uint32_t>(set.first_member)});
    }
}

}  // namespace strife
