// The grammar of expressions, by recursive descent.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "language/parser.h"
#include "language/token_reader.h"

namespace strife {
namespace {

constexpr std::array<std::string_view, 7> kAggregates = {"sum", "min", "max", "count", "any", "all", "mean"};
// Functions whose arguments have no names, so that `if(c = north, 1, 2)` compares.
constexpr std::array<std::string_view, 10> kFunctions = {"if",   "clamp", "abs",   "exp",  "log",
                                                         "sqrt", "round", "floor", "ceil", "active"};

}  // namespace

ExprAstPtr TokenReader::make(ExprAstKind kind, std::size_t begin) const {
    auto expr = std::make_unique<ExprAst>();
    expr->kind = kind;
    expr->span = span_from(begin);
    return expr;
}

ExprAstPtr TokenReader::binary(ExprAstKind kind, std::size_t begin, ExprAstPtr left, ExprAstPtr right) {
    if (++operators_ > kMaxOperators) {
        fail(DiagnosticCode::E306, peek(), fmt::format("an expression holds more than {} operators", kMaxOperators),
             "name parts of it under `define:`, or sum over a set");
    }
    ExprAstPtr expr = make(kind, begin);
    expr->children.push_back(std::move(left));
    expr->children.push_back(std::move(right));
    return expr;
}

ExprAstPtr TokenReader::read_whole_expression() {
    skip_newlines();
    ExprAstPtr expr = read_expression();
    skip_newlines();
    const Token token = peek();
    if (token.kind != TokenKind::end) {
        const bool closing = token.text == ")" || token.text == "]";
        std::string hint;
        if (token.kind == TokenKind::name) {
            hint = did_you_mean(token.text, units_.suggestions());
            if (hint.empty()) hint = "two values stand side by side: an operator is missing";
        }
        fail(closing ? DiagnosticCode::E303 : DiagnosticCode::E301, token,
             closing ? fmt::format("'{}' closes nothing", token.text)
                     : fmt::format("{} where the expression should have ended", describe(token)),
             std::move(hint));
    }
    return expr;
}

ExprAstPtr TokenReader::read_expression() {
    const DepthGuard guard(*this);
    return read_or();
}

ExprAstPtr TokenReader::read_or() {
    const std::size_t begin = peek().begin;
    ExprAstPtr left = read_and();
    while (accept_word("or")) left = binary(ExprAstKind::logical_or, begin, std::move(left), read_and());
    return left;
}

ExprAstPtr TokenReader::read_and() {
    const std::size_t begin = peek().begin;
    ExprAstPtr left = read_not();
    while (accept_word("and")) left = binary(ExprAstKind::logical_and, begin, std::move(left), read_not());
    return left;
}

ExprAstPtr TokenReader::read_not() {
    const std::size_t begin = peek().begin;
    if (!accept_word("not")) return read_comparison();
    const DepthGuard guard(*this);
    ExprAstPtr operand = read_not();
    ExprAstPtr expr = make(ExprAstKind::logical_not, begin);
    expr->children.push_back(std::move(operand));
    return expr;
}

ExprAstPtr TokenReader::read_comparison() {
    static constexpr std::array<std::pair<std::string_view, ExprAstKind>, 6> kOperators = {{{"=", ExprAstKind::equal},
                                                                                            {"!=", ExprAstKind::not_equal},
                                                                                            {"<", ExprAstKind::less},
                                                                                            {"<=", ExprAstKind::less_equal},
                                                                                            {">", ExprAstKind::greater},
                                                                                            {">=", ExprAstKind::greater_equal}}};
    const auto find = [&]() -> const std::pair<std::string_view, ExprAstKind>* {
        for (const auto& entry : kOperators) {
            if (at_symbol(entry.first)) return &entry;
        }
        return nullptr;
    };
    const std::size_t begin = peek().begin;
    ExprAstPtr left = read_sum();
    if (accept_word("in")) {
        left = binary(ExprAstKind::in, begin, std::move(left), read_sum());
    } else if (const auto* found = find()) {
        take();
        left = binary(found->second, begin, std::move(left), read_sum());
    }
    if (find() != nullptr || at_word("in")) {
        fail(DiagnosticCode::E301, peek(), "comparisons cannot be chained", "join them with `and`: a < b and b < c");
    }
    return left;
}

ExprAstPtr TokenReader::read_sum() {
    const std::size_t begin = peek().begin;
    ExprAstPtr left = read_product();
    for (;;) {
        if (accept_symbol("+")) {
            left = binary(ExprAstKind::add, begin, std::move(left), read_product());
        } else if (accept_symbol("-")) {
            left = binary(ExprAstKind::subtract, begin, std::move(left), read_product());
        } else {
            return left;
        }
    }
}

ExprAstPtr TokenReader::read_product() {
    const std::size_t begin = peek().begin;
    ExprAstPtr left = read_unary();
    for (;;) {
        if (accept_symbol("*")) {
            left = binary(ExprAstKind::multiply, begin, std::move(left), read_unary());
        } else if (accept_symbol("/")) {
            const bool literal = peek().kind == TokenKind::number;
            ExprAstPtr right = literal ? read_number(true) : read_unary();
            left = binary(ExprAstKind::divide, begin, std::move(left), std::move(right));
        } else {
            return left;
        }
    }
}

ExprAstPtr TokenReader::read_unary() {
    const std::size_t begin = peek().begin;
    if (accept_symbol("-")) {
        const DepthGuard guard(*this);
        ExprAstPtr operand = read_unary();
        ExprAstPtr expr = make(ExprAstKind::negate, begin);
        expr->children.push_back(std::move(operand));
        return expr;
    }
    if (at_symbol("+")) {
        take();
        const DepthGuard guard(*this);
        return read_unary();
    }
    return read_power();
}

ExprAstPtr TokenReader::read_power() {
    const std::size_t begin = peek().begin;
    ExprAstPtr base = read_primary();
    if (!accept_symbol("^")) return base;
    const DepthGuard guard(*this);
    ExprAstPtr exponent = read_unary();
    return binary(ExprAstKind::power, begin, std::move(base), std::move(exponent));
}

ExprAstPtr TokenReader::read_primary() {
    const Token token = peek();
    switch (token.kind) {
        case TokenKind::number:
            return read_number(false);
        case TokenKind::date: {
            take();
            if (!token.date) throw ParseStop{};  // told already; whatever else it might be held against is no fault
            ExprAstPtr expr = make(ExprAstKind::date, token.begin);
            expr->date = *token.date;
            return expr;
        }
        case TokenKind::text: {
            take();
            ExprAstPtr expr = make(ExprAstKind::text, token.begin);
            expr->text = token.text;
            return expr;
        }
        case TokenKind::name:
            return read_name_or_call();
        default:
            break;
    }
    if (token.text == "(") {
        take();
        ++brackets_;
        ExprAstPtr inner = read_expression();
        expect_symbol(")", "to close the parenthesis");
        --brackets_;
        inner->span = span_from(token.begin);
        return inner;
    }
    if (token.text == ")" || token.text == "]") {
        fail(DiagnosticCode::E303, token, fmt::format("'{}' stands where a value was expected", token.text));
    }
    fail(token.kind == TokenKind::end || token.kind == TokenKind::newline ? DiagnosticCode::E302 : DiagnosticCode::E301, token,
         fmt::format("{} where a value was expected", describe(token)),
         token.text == "." ? "a number has digits on both sides of the point, as in 0.5; there is no .inf and no .nan" : "");
}

std::optional<Unit> TokenReader::unit_word_at(std::size_t ahead) const {
    const Token& token = peek(ahead);
    if (token.kind != TokenKind::name || token.text == "in") return std::nullopt;
    const Token& after = peek(ahead + 1);
    if (after.kind == TokenKind::symbol && (after.text == "(" || after.text == "[" || after.text == ".")) return std::nullopt;
    return units_.find_word(token.text);
}

// A number and the unit that follows it directly: `900 person day`, `0.2/month`, `3 km^2`.
ExprAstPtr TokenReader::read_number(bool is_divisor) {
    const Token token = take();
    Unit unit;
    std::string text;
    bool any = false;
    for (;;) {
        const bool over = at_symbol("/");
        const std::optional<Unit> factor = unit_word_at(over ? 1 : 0);
        if (!factor) break;
        if (over && is_divisor) {
            fail(DiagnosticCode::E305, peek(1), "it is not clear whether this divides by the number alone or by number and unit",
                 "put the number with its unit in parentheses: x / (2 / month)");
        }
        if (over) take();
        const Token word = take();
        int power = 1;
        text += over ? (any ? "/" : "1/") : (any ? " " : "");
        text += word.text;
        if (at_symbol("^")) {
            const bool negative = peek(1).kind == TokenKind::symbol && peek(1).text == "-";
            const Token digits = peek(negative ? 2 : 1);
            if (digits.kind != TokenKind::number || digits.number != static_cast<int>(digits.number) || digits.number > 9) {
                fail(DiagnosticCode::E301, digits, "the power of a unit is a small whole number");
            }
            take();
            if (negative) take();
            take();
            power = static_cast<int>(digits.number) * (negative ? -1 : 1);
            text += fmt::format("^{}", power);
        }
        double scale = 1.0;
        for (int i = 0; i < (power < 0 ? -power : power); ++i) scale *= factor->scale;
        if (power < 0) scale = 1.0 / scale;
        const Dimension dimension = factor->dimension.to_the(power);
        unit.scale = over ? unit.scale / scale : unit.scale * scale;
        unit.dimension = over ? unit.dimension.over(dimension) : unit.dimension.times(dimension);
        any = true;
    }
    ExprAstPtr expr = make(ExprAstKind::number, token.begin);
    expr->number = token.number;
    if (any) {
        unit.text = text;
        expr->unit = std::move(unit);
    }
    return expr;
}

ExprAstPtr TokenReader::read_name_or_call() {
    const Token first = take();
    if (first.text == "true" || first.text == "false") {
        ExprAstPtr expr = make(ExprAstKind::boolean, first.begin);
        expr->number = first.text == "true" ? 1.0 : 0.0;
        return expr;
    }
    if (first.text == "draw" && peek().kind == TokenKind::name) return read_draw();
    ExprAstPtr expr = make(ExprAstKind::name, first.begin);
    expr->path.push_back(first.text);
    expr->path_spans.push_back(source_.span(first.begin, first.end));
    while (accept_symbol(".")) {
        const Token part = peek();
        if (part.kind != TokenKind::name) {
            fail(DiagnosticCode::E301, part, fmt::format("{} where a name was expected after the dot", describe(part)));
        }
        take();
        expr->path.push_back(part.text);
        expr->path_spans.push_back(source_.span(part.begin, part.end));
    }
    expr->span = span_from(first.begin);
    if (at_symbol("(")) return read_call(std::move(expr));
    const bool can_be_value = !is_reserved_word(first.text) || first.text == "event" || first.text == "own" ||
                              first.text == "now" || first.text == "none";
    if (!can_be_value) {
        fail(DiagnosticCode::E301, first, fmt::format("'{}' stands where a value was expected", first.text),
             "this word belongs to the language and cannot be a name");
    }
    if (accept_symbol("[")) {
        ++brackets_;
        do {
            expr->children.push_back(read_expression());
        } while (accept_symbol(","));
        expect_symbol("]", "to close the index");
        --brackets_;
        expr->span = span_from(first.begin);
    }
    return expr;
}

std::vector<ArgumentAst> TokenReader::read_arguments(ArgumentNames names) {
    std::vector<ArgumentAst> arguments;
    while (!at_symbol(")")) {
        ArgumentAst argument;
        const Token& after = peek(1);
        const bool named = names == ArgumentNames::allowed && peek().kind == TokenKind::name && after.kind == TokenKind::symbol &&
                           after.text == "=";
        if (named) {
            const Token name = take();
            take();
            argument.name = name.text;
            argument.name_span = source_.span(name.begin, name.end);
        }
        argument.value = read_expression();
        arguments.push_back(std::move(argument));
        if (!accept_symbol(",")) break;
    }
    return arguments;
}

// The word behind a variable: whether it is `of`, for agents, and not `in`.
bool TokenReader::read_in_or_of() {
    if (accept_word("of")) return true;
    expect_word("in", "after the index");
    return false;
}

// for i in S, j in near[i] if cond; for c of cell if cond
void TokenReader::read_clauses(ExprAst& target) {
    do {
        const Token variable = peek();
        if (variable.kind != TokenKind::name) {
            fail(DiagnosticCode::E301, variable, fmt::format("{} where the name of an index was expected", describe(variable)));
        }
        take();
        ForClauseAst clause;
        clause.of = read_in_or_of();
        clause.variable = variable.text;
        clause.variable_span = source_.span(variable.begin, variable.end);
        clause.set = read_sum();
        target.clauses.push_back(std::move(clause));
    } while (accept_symbol(","));
    if (accept_word("if")) target.condition = read_expression();
}

ExprAstPtr TokenReader::read_call(ExprAstPtr name) {
    const std::size_t begin = last_end_ - name->path.back().size();
    const std::string& function = name->path.front();
    const bool single = name->path.size() == 1;
    ExprAstPtr expr = make(ExprAstKind::call, begin);
    expr->path = name->path;
    expr->path_spans = name->path_spans;
    take();  // (
    ++brackets_;
    const bool aggregate = single && std::find(kAggregates.begin(), kAggregates.end(), function) != kAggregates.end();
    const bool bare_clause = function == "count" && peek().kind == TokenKind::name && peek(1).kind == TokenKind::name &&
                             (peek(1).text == "in" || peek(1).text == "of");
    if (single && function == "recent") {
        expr->kind = ExprAstKind::recent;
        do {
            if (accept_word("where")) {
                expr->condition = read_expression();
                break;
            }
            expr->arguments.push_back({.name = {}, .name_span = {}, .value = read_expression()});
        } while (accept_symbol(","));
    } else if (aggregate && bare_clause) {
        expr->kind = ExprAstKind::aggregate;  // count(p in province if cond)
        read_clauses(*expr);
    } else {
        const bool plain = single && std::find(kFunctions.begin(), kFunctions.end(), function) != kFunctions.end();
        expr->arguments = read_arguments(plain || aggregate ? ArgumentNames::none : ArgumentNames::allowed);
        if (aggregate && at_word("for")) {
            if (expr->arguments.size() != 1) {
                fail(DiagnosticCode::E506, peek(), fmt::format("{}(... for ...) takes one expression", function));
            }
            take();
            expr->kind = ExprAstKind::aggregate;
            read_clauses(*expr);
        }
    }
    expect_symbol(")", fmt::format("to close {}(", function));
    --brackets_;
    expr->span = name->span;
    expr->span.end = span_from(begin).end;
    return expr;
}

// draw member from S by weight if cond; `draw` is taken.
ExprAstPtr TokenReader::read_draw() {
    const std::size_t begin = last_end_ - 4;
    const Token variable = take();
    expect_word("from", "in `draw member from set by weight`");
    ExprAstPtr expr = make(ExprAstKind::draw_member, begin);
    ForClauseAst clause;
    clause.variable = variable.text;
    clause.variable_span = source_.span(variable.begin, variable.end);
    expr->clauses.push_back(std::move(clause));
    read_draw_source(*expr);
    expr->span = span_from(begin);
    return expr;
}

// S by weight if cond, behind `from`
void TokenReader::read_draw_source(ExprAst& draw) {
    draw.clauses[0].set = read_sum();
    if (accept_word("by")) draw.arguments.push_back({.name = {}, .name_span = {}, .value = read_sum()});
    if (accept_word("if")) draw.condition = read_expression();
}

ExprAstPtr parse_expression(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics) {
    TokenReader reader(source, units, diagnostics);
    try {
        return reader.read_whole_expression();
    } catch (const ParseStop&) {
        return nullptr;
    }
}

}  // namespace strife
