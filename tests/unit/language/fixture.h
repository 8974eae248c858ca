// A small world of names that the tests of expressions share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/source.h"
#include "base/units.h"
#include "language/checker.h"
#include "language/parser.h"
#include "language/printer.h"

namespace strife {

// Actor `group` with a count `fighters[province]`, a level `funds` in USD; set province {east, west} with an attribute
// `population`; parameter `pay` in USD/person; relation `near`; event `attack(place, deaths)`; activity `plots[province]`.
struct World {
    World();

    MappedText text(const std::string& written) {
        const SourceFileId file = sources.add("test", written);
        return MappedText::contiguous(written, file, 0);
    }
    // The checked expression as text, or "" after a fault.
    std::string check(const std::string& written);
    std::string check_rate(const std::string& written);
    Block check_block(const std::string& written);
    // Codes of the diagnostics so far, "E501 E401".
    [[nodiscard]] std::string codes() const;
    [[nodiscard]] std::string first_message() const;
    [[nodiscard]] SourceLocation first_place() const;

    SourceMap sources;
    Diagnostics diagnostics;
    UnitSystem units;
    SymbolTable symbols;
    Checker checker;
    CheckScope scope;
};

inline World::World() : checker(symbols, units, diagnostics) {
    symbols.sets.push_back(
        {.name = "province", .members = {"east", "west"}, .first_member = 0, .positions = {{"east", 0}, {"west", 1}}});
    symbols.sets.push_back({.name = "actor", .members = {"group"}, .first_member = 2, .positions = {{"group", 0}}});
    symbols.actor_set = SetId{1};
    const Unit person = *units.find_word("person");
    const Unit usd = *units.find_word("USD");
    symbols.actors.push_back({"group"});
    symbols.states.push_back(
        {.name = "fighters", .actor = ActorId{0}, .sets = {SetId{0}}, .kind = StateSymbolKind::count, .unit = person});
    symbols.states.push_back({.name = "funds", .actor = ActorId{0}, .sets = {}, .kind = StateSymbolKind::level, .unit = usd});
    symbols.attributes.push_back({.name = "population", .set = SetId{0}, .dimension = person.dimension, .values = {100, 200}});
    symbols.parameters.push_back({.name = "pay", .sets = {}, .unit = *units.parse("USD/person")});
    symbols.relations.push_back(
        {.name = "near", .from = SetId{0}, .to = SetId{0}, .starts = {0, 1, 2}, .partners = {1, 0}, .weights = {1, 1}});
    symbols.events.push_back({.name = "attack",
                              .fields = {{.name = "place", .type = Type::member({SetId{0}}), .unit = {}},
                                         {.name = "deaths", .type = Type::number(person.dimension), .unit = person},
                                         {.name = "actor", .type = Type::member({SetId{1}}), .unit = {}}}});
    symbols.activities.push_back({.name = "plots", .actor = ActorId{0}, .sets = {SetId{0}}, .fields = {}});
    symbols.declare("province", {SymbolKind::set, 0});
    symbols.declare("group", {SymbolKind::actor, 0});
    symbols.declare("group.fighters", {SymbolKind::state, 0});
    symbols.declare("group.funds", {SymbolKind::state, 1});
    symbols.declare("pay", {SymbolKind::parameter, 0});
    symbols.declare("near", {SymbolKind::relation, 0});
    symbols.declare("attack", {SymbolKind::event, 0});
    symbols.declare("group.plots", {SymbolKind::activity, 0});
    scope.actor = ActorId{0};
    checker.bind_index(scope, "p", SetId{0});
}

inline std::string World::check(const std::string& written) {
    const ExprAstPtr ast = parse_expression(text(written), units, diagnostics);
    const ExprPtr expr = ast ? checker.check(*ast, scope) : nullptr;
    return expr ? print_expr(*expr, symbols, [](IndexId index) { return "i" + std::to_string(index.value()); }) : "";
}

inline std::string World::check_rate(const std::string& written) {
    const ExprAstPtr ast = parse_expression(text(written), units, diagnostics);
    const ExprPtr expr = ast ? checker.check_rate(*ast, scope) : nullptr;
    return expr ? print_expr(*expr, symbols, [](IndexId index) { return "i" + std::to_string(index.value()); }) : "";
}

inline Block World::check_block(const std::string& written) {
    scope.may_draw = true;
    return checker.check_block(parse_statements(text(written), units, diagnostics), scope);
}

inline std::string World::codes() const {
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        result += (result.empty() ? "" : " ");
        result += code_name(diagnostic.code);
    }
    return result;
}

inline std::string World::first_message() const {
    return diagnostics.empty() ? "" : diagnostics.sorted().front().message;
}
inline SourceLocation World::first_place() const {
    return sources.locate(diagnostics.sorted().front().span);
}

}  // namespace strife
