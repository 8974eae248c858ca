// Outcomes over events: which events, what of them, and how they are told apart.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/numbers.h"
#include "compile/lowering.h"
#include "compile/outcome_parts.h"
#include "language/parser.h"

namespace strife {
namespace {

OutcomeSource source_of(OutcomeVerb verb) {
    switch (verb) {
        case OutcomeVerb::sum:
            return OutcomeSource::event_sum;
        case OutcomeVerb::mean:
            return OutcomeSource::event_mean;
        case OutcomeVerb::min:
            return OutcomeSource::event_min;
        case OutcomeVerb::max:
            return OutcomeSource::event_max;
        case OutcomeVerb::median:
        case OutcomeVerb::quantile:
            return OutcomeSource::event_quantile;
        case OutcomeVerb::share:
            return OutcomeSource::event_share;
        case OutcomeVerb::histogram:
            return OutcomeSource::event_histogram;
        case OutcomeVerb::first:
            return OutcomeSource::event_first;
        default:
            return OutcomeSource::event_count;
    }
}

bool reads_attribute(OutcomeVerb verb) {
    return verb != OutcomeVerb::count && verb != OutcomeVerb::share && verb != OutcomeVerb::first;
}

// What else could have been meant where the text is no event, or names none of its attributes.
std::string event_hint(const Build& build, const ExprAst& ast, OutcomeVerb verb) {
    const std::string name = ast.path.empty() ? "" : ast.path[0];
    std::vector<std::string> names;
    for (const EventSymbol& event : build.symbols.events) {
        names.push_back(event.name);
        if (event.name != name) continue;
        std::string attributes;
        for (const FieldSymbol& field : event.fields) {
            if (field.type.is_number()) attributes += (attributes.empty() ? "" : ", ") + name + "." + field.name;
        }
        if (!reads_attribute(verb)) return "write the event alone, and what is asked of its attributes under `where`";
        return attributes.empty() ? fmt::format("'{}' has no attribute that is a number", name) : "there are " + attributes;
    }
    if (ast.kind != ExprAstKind::name || build.symbols.find(name)) {
        if (verb == OutcomeVerb::first) return "when a condition first holds is asked by first: {when: condition}";
        if (reads_attribute(verb)) return "over the state there are `state`, `mean`, `min` and `max`";
    }
    const std::string near = did_you_mean(name, names);
    return near.empty() && !names.empty() ? fmt::format("the events are {}", fmt::join(names, ", ")) : near;
}

void unknown_event(Build& build, const ExprAst& ast, OutcomeVerb verb) {
    const std::string_view wanted = reads_attribute(verb) ? "an attribute of an event: attack.deaths" : "a declared event";
    build.diagnostics.error(DiagnosticCode::E613, ast.span, fmt::format("this must be {}", wanted), event_hint(build, ast, verb));
}

// The attribute whose values are taken.
bool read_attribute(Build& build, OutcomeParts& parts, const ExprAst& ast, const EventField& found) {
    const auto& fields = build.symbols.events[found.event].fields;
    if (!found.field || !fields[*found.field].type.is_number()) {
        std::vector<std::string> names;
        for (const FieldSymbol& field : fields) {
            if (field.type.is_number()) names.push_back(field.name);
        }
        build.diagnostics.error(DiagnosticCode::E613, ast.path_spans[1],
                                fmt::format("'{}' has no attribute '{}' that is a number", ast.path[0], ast.path[1]),
                                did_you_mean(ast.path[1], names));
        return false;
    }
    const FieldSymbol& field = fields[*found.field];
    Expr value;
    value.kind = ExprKind::event_field;
    value.id = *found.field;
    value.type = field.type;
    value.span = ast.span;
    ModelOutcome& model = parts.model;
    model.value = lower_for(build, parts, value);
    model.unit_scale = field.unit.scale;
    model.is_count = model.source == OutcomeSource::event_histogram;
    if (model.source == OutcomeSource::event_histogram) return true;  // numbers of events
    parts.dimension = field.unit.dimension;
    model.unit = field.unit.text;
    const bool whole = model.source == OutcomeSource::event_sum || model.source == OutcomeSource::event_min ||
                       model.source == OutcomeSource::event_max;
    model.is_count = whole && build.units.is_counting(field.unit.dimension);
    return true;
}

void read_level(Build& build, OutcomeParts& parts) {
    if (parts.ast.verb != OutcomeVerb::quantile) return;
    if (!parts.ast.q) {
        build.diagnostics.error(DiagnosticCode::E202, parts.ast.name.name.span, "a quantile needs its level `q`",
                                "the value that nine of ten events stay below: q: 0.9");
        return;
    }
    const auto level = build.read_quantity(*parts.ast.q, {}, "`q`");
    if (!level) return;
    parts.model.level = *level;
    if (*level >= 0.0 && *level <= 1.0) return;
    build.diagnostics.error(DiagnosticCode::E211, parts.ast.q->whole(),
                            fmt::format("`q` lies between 0 and 1, and this is {}", format_number(*level)),
                            *level > 1.0 && *level <= 100.0 ? fmt::format("of 100: q: {}", format_number(*level / 100.0)) : "");
}

// The set that the classes of a histogram make, which no other thing of the scenario has.
std::uint32_t add_classes(Build& build, const std::string& outcome, const std::vector<double>& edges) {
    ModelSet classes{.name = outcome + "_class", .members = {}, .first_member = 0};
    const auto is_taken = [&](const ModelSet& set) { return set.name == classes.name; };
    while (std::any_of(build.model.sets.begin(), build.model.sets.end(), is_taken)) classes.name += "_";
    for (const ModelSet& set : build.model.sets) {
        classes.first_member = std::max(classes.first_member, set.first_member + static_cast<std::uint32_t>(set.members.size()));
    }
    classes.members.push_back("under " + format_number(edges.front()));
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        classes.members.push_back(fmt::format("{} to under {}", format_number(edges[i]), format_number(edges[i + 1])));
    }
    classes.members.push_back(format_number(edges.back()) + " and over");
    build.model.sets.push_back(std::move(classes));
    return static_cast<std::uint32_t>(build.model.sets.size() - 1);
}

bool add_index(Build& build, OutcomeParts& parts, std::uint32_t set, std::uint32_t size) {
    Shape& shape = parts.model.shape;
    if (shape.rank == kMaxRank || static_cast<double>(shape.size) * size > 2e7) {
        build.diagnostics.error(shape.rank == kMaxRank ? DiagnosticCode::E505 : DiagnosticCode::E612, parts.ast.name.span,
                                shape.rank == kMaxRank
                                    ? fmt::format("with `by` and classes this outcome has more than {} indices", kMaxRank)
                                    : "with `by` and classes this outcome has more than 20 million values");
        return false;
    }
    shape.sets[shape.rank] = set;
    shape.sizes[shape.rank] = size;
    ++shape.rank;
    shape.size *= size;
    return true;
}

bool read_edges(Build& build, OutcomeParts& parts, const EventField& found) {
    const Dimension& dimension = build.symbols.events[found.event].fields[found.field.value_or(0)].unit.dimension;
    if (parts.ast.edges.empty()) {
        build.diagnostics.error(DiagnosticCode::E202, parts.ast.name.name.span, "a histogram needs its `edges`",
                                "where its classes begin: edges: [1, 10, 100]");
        return false;
    }
    for (const TextAst& text : parts.ast.edges) {
        const auto plain = parse_number(text.text);
        const auto value = plain ? plain : build.read_quantity(text, dimension, "an edge");
        if (!value) return false;
        const double edge = plain ? *plain : *value / parts.model.unit_scale;
        if (!parts.model.edges.empty() && !(edge > parts.model.edges.back())) {
            build.diagnostics.error(DiagnosticCode::E609, text.whole(),
                                    fmt::format("edges rise, but {} does not lie above {}", format_number(edge),
                                                format_number(parts.model.edges.back())));
            return false;
        }
        parts.model.edges.push_back(edge);
    }
    const std::uint32_t set = add_classes(build, parts.model.name, parts.model.edges);
    return add_index(build, parts, set, static_cast<std::uint32_t>(parts.model.edges.size() + 1));
}

// The set of `by: event.place in province`; that of `by: event.place` if it can be of one only.
std::optional<SetId> split_set(Build& build, const ExprAst* set, const Expr& member) {
    const std::vector<SetId>& possible = member.type.sets;
    std::vector<std::string> names;
    for (const SetId id : possible) names.push_back(build.symbols.set(id).name);
    if (set == nullptr) {
        if (possible.size() == 1) return possible.front();
        build.diagnostics.error(DiagnosticCode::E504, member.span, "this may be a member of several sets: say of which",
                                fmt::format("by: … in {}", names.front()));
        return std::nullopt;
    }
    const bool is_name = set->kind == ExprAstKind::name && set->children.empty() && set->path.size() == 1;
    const auto ref = is_name ? build.symbols.find(set->path[0]) : std::nullopt;
    if (!ref || ref->kind != SymbolKind::set) {
        build.diagnostics.error(DiagnosticCode::E401, set->span, "this is not a declared set",
                                is_name ? did_you_mean(set->path[0], names) : "");
        return std::nullopt;
    }
    const SetId id{ref->index};
    if (member.type.has_set(id)) return id;
    build.diagnostics.error(DiagnosticCode::E504, set->span,
                            fmt::format("this is never a member of {}: it is of {}", set->path[0], fmt::join(names, " or ")));
    return std::nullopt;
}

bool read_split(Build& build, OutcomeParts& parts, CheckScope scope) {
    if (!parts.ast.by) return true;
    scope.place = "`by`";
    const ExprAstPtr ast = parse_expression(*parts.ast.by, build.units, build.diagnostics);
    if (!ast) return false;
    const bool names_set = ast->kind == ExprAstKind::in;
    const ExprPtr member = build.checker.check(names_set ? *ast->children[0] : *ast, scope);
    if (!member) return false;
    if (!member->type.is_member() || member->type.is_none()) {
        build.diagnostics.error(DiagnosticCode::E510, member->span, "`by` needs a member of a set, to tell events apart by it",
                                "an attribute that is one: by: event.place");
        return false;
    }
    const auto set = split_set(build, names_set ? ast->children[1].get() : nullptr, *member);
    if (!set) return false;
    parts.model.by = lower_for(build, parts, *member);
    parts.model.by_set = set->value();
    return add_index(build, parts, set->value(), static_cast<std::uint32_t>(build.symbols.set(*set).members.size()));
}

bool read_share(Build& build, OutcomeParts& parts, CheckScope scope) {
    if (parts.ast.verb != OutcomeVerb::share) return true;
    if (!parts.ast.of) {
        build.diagnostics.error(DiagnosticCode::E202, parts.ast.name.name.span, "a share needs its condition `of`",
                                "the share of those events: of: event.deaths >= 10 person");
        return false;
    }
    scope.place = "`of`";
    const ExprAstPtr ast = parse_expression(*parts.ast.of, build.units, build.diagnostics);
    const ExprPtr condition = ast ? build.checker.check_condition(*ast, scope) : nullptr;
    if (!condition) return false;
    parts.model.value = lower_for(build, parts, *condition);
    return true;
}

}  // namespace

std::optional<EventField> find_event_field(const Build& build, const ExprAst& ast) {
    if (ast.kind != ExprAstKind::name || !ast.children.empty() || ast.path.size() > 2) return std::nullopt;
    const auto ref = build.symbols.find(ast.path[0]);
    if (!ref || ref->kind != SymbolKind::event) return std::nullopt;
    EventField result{.event = static_cast<std::uint32_t>(ref->index), .field = {}};
    if (ast.path.size() == 1) return result;
    const auto& fields = build.symbols.events[ref->index].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == ast.path[1]) result.field = static_cast<std::uint32_t>(i);
    }
    return result;
}

bool build_event_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast) {
    const OutcomeVerb verb = parts.ast.verb;
    const auto found = find_event_field(build, ast);
    const bool needs_field = reads_attribute(verb);
    if (!found || needs_field != (ast.path.size() == 2)) {
        unknown_event(build, ast, verb);
        return false;
    }
    ModelOutcome& model = parts.model;
    model.event = found->event;
    model.source = source_of(verb);
    model.is_count = verb == OutcomeVerb::count;
    if (verb == OutcomeVerb::first) parts.dimension = build.units.time();
    if (needs_field && !read_attribute(build, parts, ast, *found)) return false;
    CheckScope scope = parts.scope;
    scope.event = EventTypeId{found->event};
    read_level(build, parts);
    bool good = read_share(build, parts, scope);
    good = read_split(build, parts, scope) && good;
    if (good && verb == OutcomeVerb::histogram && !read_edges(build, parts, *found)) good = false;
    if (parts.ast.where) {
        scope.place = "`where`";
        const ExprAstPtr where = parse_expression(*parts.ast.where, build.units, build.diagnostics);
        const ExprPtr condition = where ? build.checker.check_condition(*where, scope) : nullptr;
        if (condition) model.where = lower_for(build, parts, *condition);
    }
    return good;
}

}  // namespace strife
