// Perceptions: the state in which an actor keeps what it saw, and the looks that renew it.
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "compile/bodies.h"
#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

// One perception with its two states: what is believed, and when that was seen.
struct PerceptionParts {
    const PerceptionAst& ast;
    ActorId actor;
    std::uint32_t believed = 0;
    std::uint32_t looked = 0;
    bool told = false;  // what it is of has a fault, which is reported
    std::vector<IndexId> indices;
    CheckScope scope;
};

// Every perception that is declared, in order; those with faults have no state.
template <class Visitor>
void for_each_perception(Build& build, Visitor&& visit) {
    for (std::size_t i = 0; i < build.scenario.actors.size(); ++i) {
        const ActorAst& actor = build.scenario.actors[i];
        std::uint32_t next = 0;  // the least number that a state not seen so far can have
        for (const PerceptionAst& perception : actor.perceptions) {
            const auto ref = build.symbols.find(actor.name.text + "." + perception.name.name.text);
            if (!ref || ref->kind != SymbolKind::state || ref->index < next) continue;  // declared twice
            const auto believed = static_cast<std::uint32_t>(ref->index);
            next = believed + 1;
            const bool told = build.symbols.left_out.contains(perception.name.name.text);
            PerceptionParts parts{.ast = perception,
                                  .actor = ActorId{i},
                                  .believed = believed,
                                  .looked = believed + 1,
                                  .told = told,
                                  .indices = {},
                                  .scope = {}};
            parts.scope = build.scope_for(perception.name, build.symbols.states[believed].sets, parts.indices);
            parts.scope.actor = parts.actor;
            visit(parts);
        }
    }
}

ExprPtr read_number(Build& build, const TextAst& text, CheckScope scope, const Dimension& dimension, std::string place) {
    scope.place = std::move(place);
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    return ast ? build.checker.check_number(*ast, scope, dimension) : nullptr;
}

// What is so, times the bias.
ExprPtr read_seen(Build& build, const PerceptionParts& parts) {
    const StateSymbol& symbol = build.symbols.states[parts.believed];
    ExprPtr seen = read_number(build, parts.ast.of, parts.scope, symbol.unit.dimension, "what is perceived");
    if (!seen || !parts.ast.bias) return seen;
    CheckScope scope = parts.scope;
    ExprPtr bias = read_number(build, *parts.ast.bias, scope, Dimension{}, "a bias");
    if (!bias) return nullptr;
    return make_binary(ExprKind::multiply, std::move(seen), std::move(bias), Type::number(symbol.unit.dimension));
}

ExprPtr with_error(Build& build, const PerceptionParts& parts, ExprPtr seen) {
    if (!seen || !parts.ast.error) return seen;
    CheckScope scope = parts.scope;
    scope.place = "an error";
    scope.may_draw = true;
    scope.may_read_now = true;
    const ExprAstPtr ast = parse_expression(*parts.ast.error, build.units, build.diagnostics);
    ExprPtr error = ast ? build.checker.check(*ast, scope) : nullptr;
    if (!error) return nullptr;
    const Type type = seen->type;
    const bool is_factor = error->type.is_number() && error->type.dimension.is_none();
    const bool is_term = error->type.is_number() && error->type.dimension == type.dimension;
    if (is_factor) return make_binary(ExprKind::multiply, std::move(seen), std::move(error), type);
    if (is_term) return make_binary(ExprKind::add, std::move(seen), std::move(error), type);
    build.diagnostics.error(DiagnosticCode::E501, parts.ast.error->whole(),
                            fmt::format("an error is a pure number, which multiplies, or in [{}], which is added",
                                        build.units.describe(type.dimension)));
    return nullptr;
}

std::unique_ptr<Statement> make_statement(StatementKind kind, std::uint32_t id, ExprPtr value, SourceSpan span) {
    auto statement = std::make_unique<Statement>();
    statement->kind = kind;
    statement->id = id;
    statement->value = std::move(value);
    statement->span = span;
    return statement;
}

ExprPtr make_local(std::uint32_t id, Type type, SourceSpan span) {
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::local;
    expr->id = id;
    expr->type = std::move(type);
    expr->span = span;
    return expr;
}

// The element of a state that belongs to the perception's own indices.
std::vector<ExprPtr> own_indices(const Build& build, const PerceptionParts& parts) {
    std::vector<ExprPtr> indices;
    for (const IndexId index : parts.indices) {
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::index;
        expr->id = index.value();
        expr->type = Type::member({build.checker.index_set(index)});
        indices.push_back(std::move(expr));
    }
    return indices;
}

std::unique_ptr<Statement> store(const Build& build, const PerceptionParts& parts, std::uint32_t state, ExprPtr value) {
    auto statement = make_statement(StatementKind::assign_state, state, std::move(value), parts.ast.name.span);
    statement->indices = own_indices(build, parts);
    return statement;
}

// let seen = ...; let looked = now; [after delay do] if looked >= the last that is known then believe it end [end]
std::optional<Block> look(Build& build, const PerceptionParts& parts) {
    const SourceSpan span = parts.ast.name.span;
    const Dimension time = build.units.time();
    ExprPtr seen = with_error(build, parts, read_seen(build, parts));
    ExprPtr delay;
    if (parts.ast.delay) {
        CheckScope scope = parts.scope;
        scope.may_draw = true;
        scope.may_read_now = true;
        delay = read_number(build, *parts.ast.delay, std::move(scope), time, "a delay");
    }
    if (!seen || (parts.ast.delay && !delay)) return std::nullopt;
    const Type type = seen->type;
    const std::uint32_t seen_local = build.checker.new_local();
    const std::uint32_t looked_local = build.checker.new_local();
    auto now = std::make_unique<Expr>();
    now->kind = ExprKind::now;
    now->type = Type::number(time);

    auto last = std::make_unique<Expr>();
    last->kind = ExprKind::state;
    last->id = parts.looked;
    last->type = Type::number(time);
    last->args = own_indices(build, parts);
    auto newest = make_statement(StatementKind::branch, 0, nullptr, span);
    Branch believe;
    believe.condition = make_binary(ExprKind::greater_equal, make_local(looked_local, Type::number(time), span), std::move(last),
                                    Type::boolean());
    believe.body.push_back(store(build, parts, parts.believed, make_local(seen_local, type, span)));
    believe.body.push_back(store(build, parts, parts.looked, make_local(looked_local, Type::number(time), span)));
    newest->branches.push_back(std::move(believe));

    Block block;
    block.push_back(make_statement(StatementKind::assign_local, seen_local, std::move(seen), span));
    block.push_back(make_statement(StatementKind::assign_local, looked_local, std::move(now), span));
    if (!delay) {
        block.push_back(std::move(newest));
        return block;
    }
    auto later = make_statement(StatementKind::after, 0, std::move(delay), span);
    Branch body;
    body.body.push_back(std::move(newest));
    later->branches.push_back(std::move(body));
    block.push_back(std::move(later));
    return block;
}

}  // namespace

void lay_out_perceptions(Build& build) {
    for_each_perception(build, [&](const PerceptionParts& parts) {
        for (const std::uint32_t id : {parts.believed, parts.looked}) {
            const StateSymbol& symbol = build.symbols.states[id];
            ModelState state;
            state.name = build.symbols.qualified_name(symbol);
            state.kind = id == parts.believed ? ModelStateKind::level : ModelStateKind::instant;
            state.shape = build.shape_of(symbol.sets);
            state.first = build.allocate(state.shape.size, true);
            state.unit = symbol.unit.text;
            state.unit_scale = symbol.unit.scale;
            state.span = parts.ast.name.span;
            build.model.states.push_back(std::move(state));
        }
    });
}

void initialise_perceptions(Build& build) {
    for_each_perception(build, [&](const PerceptionParts& parts) {
        if (parts.told) return;
        const StateSymbol& symbol = build.symbols.states[parts.believed];
        CheckScope scope = parts.scope;
        scope.may_draw = true;
        scope.default_unit = symbol.unit;
        const ExprPtr value = parts.ast.initial ? read_number(build, *parts.ast.initial, std::move(scope), symbol.unit.dimension,
                                                              fmt::format("the initial value of '{}'", symbol.name))
                                                : read_seen(build, parts);
        if (!value) return;
        Lowering lowering(build, ScratchRange::inner);
        lowering.bind_family(parts.indices);
        Initializer initializer;
        initializer.shape = build.model.states[parts.believed].shape;
        initializer.first = build.model.states[parts.believed].first;
        initializer.program = lowering.finish_value(*value);
        initializer.name = build.model.states[parts.believed].name;
        build.add_initializer(initializer);
    });
}

void build_perceptions(Build& build) {
    for_each_perception(build, [&](const PerceptionParts& parts) {
        const std::optional<Block> block = parts.told ? std::nullopt : look(build, parts);
        if (!block) return;
        const ModelState& state = build.model.states[parts.believed];
        TimedProcess timed;
        timed.body = add_built_body(build,
                                    {.name = state.name,
                                     .actor = parts.actor,
                                     .text = nullptr,
                                     .shape = state.shape,
                                     .indices = parts.indices,
                                     .scope = parts.scope,
                                     .priority = 0,
                                     .span = parts.ast.name.span},
                                    *block);
        if (set_period(build, parts.ast.every, parts.ast.first, parts.scope, parts.indices, timed)) {
            build.model.timed.push_back(timed);
        }
    });
}

}  // namespace strife
