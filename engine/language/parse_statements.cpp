// The grammar of statements.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "base/contracts.h"
#include "language/token_reader.h"

namespace strife {

BlockAst TokenReader::read_whole_block() {
    BlockAst block = read_block({});
    STRIFE_ENSURE(peek().kind == TokenKind::end);
    return block;
}

// After a fault, goes on behind the faulty statement: one fault does not hide another's. A statement that opens a block is left
// with its `end`, so that this is not taken for a fault of its own.
void TokenReader::skip_statement(std::size_t first) {
    const auto opens = [&](std::size_t i) {
        const Token& token = tokens_[i];
        if (token.kind == TokenKind::name && token.text == "pick") {  // opens a block with an `else` on its line
            std::size_t k = i;
            while (tokens_[k].kind != TokenKind::newline && tokens_[k].kind != TokenKind::end && tokens_[k].text != "else") ++k;
            return tokens_[k].text == "else";
        }
        const bool word = token.kind == TokenKind::name &&
                          (token.text == "if" || token.text == "for" || token.text == "repeat" || token.text == "after");
        if (!word || i == 0) return word;
        const Token& before = tokens_[i - 1];
        return before.kind == TokenKind::newline || before.text == "then" || before.text == "do" || before.text == "else";
    };
    brackets_ = 0;
    int open = 0;
    for (std::size_t i = first; i < at_; ++i) {
        if (opens(i)) ++open;
        if (tokens_[i].text == "end") --open;
    }
    for (; tokens_[at_].kind != TokenKind::end; ++at_) {
        if (open <= 0 && tokens_[at_].kind == TokenKind::newline) return;
        if (at_ >= first && opens(at_)) ++open;
        if (tokens_[at_].kind == TokenKind::name && tokens_[at_].text == "end") --open;
    }
}

BlockAst TokenReader::read_block(std::initializer_list<std::string_view> enders) {
    BlockAst block;
    for (;;) {
        skip_newlines();
        const Token token = peek();
        if (token.kind == TokenKind::end) return block;
        for (const std::string_view ender : enders) {
            if (at_word(ender)) return block;
        }
        if (token.kind == TokenKind::name && (token.text == "end" || token.text == "else" || token.text == "elif")) {
            diagnostics_.error(DiagnosticCode::E308, source_.span(token.begin, token.end),
                               fmt::format("'{}' has nothing to belong to", token.text));
            skip_statement(at_);
            if (at_word("end") || at_word("else") || at_word("elif")) take();
            continue;
        }
        const std::size_t first = at_;
        const int depth = depth_;
        try {
            block.push_back(read_statement());
            const Token after = peek();
            bool ends = after.kind == TokenKind::newline || after.kind == TokenKind::end;
            for (const std::string_view ender : enders) ends = ends || at_word(ender);
            if (!ends) {
                // A word behind a number is more often a unit that is not known than a second statement.
                const bool behind_number = at_ > first && tokens_[at_ - 1].kind == TokenKind::number;
                std::string hint =
                    behind_number && after.kind == TokenKind::name ? did_you_mean(after.text, units_.suggestions()) : "";
                if (hint.empty()) hint = "put one statement on a line, or separate them with ';'";
                fail(DiagnosticCode::E307, after, fmt::format("{} where the statement should have ended", describe(after)),
                     std::move(hint));
            }
        } catch (const ParseStop&) {
            depth_ = depth;
            skip_statement(first);
        }
    }
}

std::unique_ptr<StatementAst> TokenReader::read_statement() {
    const DepthGuard guard(*this);
    auto statement = std::make_unique<StatementAst>();
    operators_ = 0;
    const Token first = peek();
    if (accept_word("let")) {
        statement->kind = StatementAstKind::let;
        const Token name = peek();
        if (name.kind != TokenKind::name) fail(DiagnosticCode::E307, name, "`let` needs a name: let n = ...");
        take();
        statement->name = name.text;
        statement->name_span = source_.span(name.begin, name.end);
        expect_symbol("=", "after the name");
        statement->value = read_expression();
    } else if (at_word("if")) {
        take();
        read_branch(*statement);
    } else if (accept_word("repeat")) {
        read_repeat(*statement);
    } else if (accept_word("for")) {
        read_loop(*statement);
    } else if (at_word("emit") || at_word("begin") || at_word("spawn")) {
        read_happening(*statement);
    } else if (accept_word("cancel")) {
        read_cancel(*statement);
    } else if (accept_word("remove")) {
        statement->kind = StatementAstKind::remove;
        statement->target = read_primary();
    } else if (accept_word("pick")) {
        read_pick(*statement);
    } else if (accept_word("scatter")) {
        read_scatter(*statement);
    } else if (accept_word("after")) {
        read_after(*statement);
    } else if (accept_word("stop")) {
        statement->kind = StatementAstKind::stop;
        const Token text = peek();
        if (text.kind != TokenKind::text) fail(DiagnosticCode::E307, text, "`stop` needs a reason: stop \"the group is gone\"");
        take();
        statement->name = text.text;
        statement->name_span = source_.span(text.begin, text.end);
    } else {
        read_assignment(*statement);
    }
    statement->span = span_from(first.begin);
    return statement;
}

void TokenReader::finish_block(std::string_view opened_by, const Token& opener) {
    if (accept_word("end")) return;
    fail(DiagnosticCode::E308, opener, fmt::format("this `{}` is never closed", opened_by), "close it with `end`");
}

void TokenReader::read_branch(StatementAst& statement) {
    statement.kind = StatementAstKind::branch;
    const Token opener = tokens_[at_ - 1];
    do {
        BranchAst branch;
        branch.condition = read_expression();
        expect_word("then", "after the condition");
        branch.body = read_block({"elif", "else", "end"});
        statement.branches.push_back(std::move(branch));
    } while (accept_word("elif"));
    if (accept_word("else")) {
        BranchAst branch;
        branch.body = read_block({"end"});
        statement.branches.push_back(std::move(branch));
    }
    finish_block("if", opener);
}

void TokenReader::read_repeat(StatementAst& statement) {
    statement.kind = StatementAstKind::repeat;
    const Token opener = tokens_[at_ - 1];
    statement.value = read_expression();
    expect_word("do", "after the number of repetitions");
    statement.branches.push_back({.condition = nullptr, .body = read_block({"end"})});
    finish_block("repeat", opener);
}

void TokenReader::read_loop(StatementAst& statement) {
    statement.kind = StatementAstKind::loop;
    const Token opener = tokens_[at_ - 1];
    const Token variable = peek();
    if (variable.kind != TokenKind::name) fail(DiagnosticCode::E307, variable, "`for` needs an index: for p in province do");
    take();
    statement.name = variable.text;
    statement.name_span = source_.span(variable.begin, variable.end);
    statement.of = read_in_or_of();
    statement.set = read_sum();
    if (accept_word("if")) statement.condition = read_expression();
    for (bool any = true; any;) {
        any = false;
        if (!statement.value && accept_word("limit")) {
            statement.value = read_expression();
            any = true;
        }
        if (!statement.shuffled && accept_word("shuffled")) statement.shuffled = any = true;
    }
    expect_word("do", "before the statements of the loop");
    statement.branches.push_back({.condition = nullptr, .body = read_block({"end"})});
    finish_block("for", opener);
}

// pick x from S by weight if cond else ... end
void TokenReader::read_pick(StatementAst& statement) {
    statement.kind = StatementAstKind::pick;
    const Token opener = tokens_[at_ - 1];
    const Token variable = peek();
    if (variable.kind != TokenKind::name) fail(DiagnosticCode::E307, variable, "`pick` needs a name: pick p from province");
    take();
    statement.name = variable.text;
    statement.name_span = source_.span(variable.begin, variable.end);
    expect_word("from", "in `pick p from province by weight`");
    ExprAstPtr draw = make(ExprAstKind::draw_member, opener.begin);
    ForClauseAst clause;
    clause.variable = variable.text;
    clause.variable_span = statement.name_span;
    draw->clauses.push_back(std::move(clause));
    read_draw_source(*draw);
    draw->span = span_from(opener.begin);
    statement.value = std::move(draw);
    if (!accept_word("else")) return;
    statement.branches.push_back({.condition = nullptr, .body = read_block({"end"})});
    finish_block("pick", opener);
}

// scatter n over x by weight, scatter n over x[i] for i in S by weight if cond
void TokenReader::read_scatter(StatementAst& statement) {
    statement.kind = StatementAstKind::scatter;
    statement.value = read_sum();
    expect_word("over", "after the number: scatter 300 person over fighters by population");
    statement.target = read_primary();
    if (statement.target->kind != ExprAstKind::name) {
        diagnostics_.error(DiagnosticCode::E606, statement.target->span, "only a state can be scattered over");
        throw ParseStop{};
    }
    if (accept_word("for")) {
        const Token variable = peek();
        if (variable.kind != TokenKind::name) fail(DiagnosticCode::E307, variable, "`for` needs an index: for p in province");
        take();
        statement.name = variable.text;
        statement.name_span = source_.span(variable.begin, variable.end);
        expect_word("in", "after the index");
        statement.set = read_sum();
    }
    if (accept_word("by")) statement.weight = read_sum();
    if (accept_word("if")) statement.condition = read_expression();
}

void TokenReader::read_after(StatementAst& statement) {
    statement.kind = StatementAstKind::after;
    const Token opener = tokens_[at_ - 1];
    statement.value = read_expression();
    if (accept_word("priority")) statement.priority = read_expression();
    expect_word("do", "before the statements");
    statement.branches.push_back({.condition = nullptr, .body = read_block({"end"})});
    finish_block("after", opener);
}

// emit attack(place = c), begin plots[c](amount = 1 USD) as x, spawn cell(size = 1 person) as n
void TokenReader::read_happening(StatementAst& statement) {
    const Token verb = take();
    statement.kind = verb.text == "emit"    ? StatementAstKind::emit
                     : verb.text == "begin" ? StatementAstKind::begin
                                            : StatementAstKind::spawn;
    const Token name = peek();
    if (name.kind != TokenKind::name) {
        const char* what = verb.text == "emit" ? "an event" : verb.text == "begin" ? "an activity" : "a kind of agents";
        fail(DiagnosticCode::E307, name, fmt::format("{} where the name of {} was expected", describe(name), what));
    }
    ExprAstPtr target = make(ExprAstKind::name, name.begin);
    do {
        const Token part = peek();
        if (part.kind != TokenKind::name) fail(DiagnosticCode::E307, part, "a name was expected after the dot");
        take();
        target->path.push_back(part.text);
        target->path_spans.push_back(source_.span(part.begin, part.end));
    } while (accept_symbol("."));
    if (accept_symbol("[")) {
        ++brackets_;
        do {
            target->children.push_back(read_expression());
        } while (accept_symbol(","));
        expect_symbol("]", "to close the index");
        --brackets_;
    }
    target->span = span_from(name.begin);
    if (accept_symbol("(")) {
        ++brackets_;
        statement.arguments = read_arguments(ArgumentNames::allowed);
        expect_symbol(")", "to close the attributes");
        --brackets_;
    }
    statement.target = std::move(target);
    if (statement.kind != StatementAstKind::emit && accept_word("as")) {
        const Token item = peek();
        if (item.kind != TokenKind::name) fail(DiagnosticCode::E307, item, "`as` needs a name");
        take();
        statement.name = item.text;
        statement.name_span = source_.span(item.begin, item.end);
    }
}

// cancel x, cancel n of plots[c], cancel plots[c]
void TokenReader::read_cancel(StatementAst& statement) {
    statement.kind = StatementAstKind::cancel;
    ExprAstPtr first = read_sum();
    if (accept_word("of")) {
        statement.value = std::move(first);
        statement.target = read_primary();
    } else {
        statement.target = std::move(first);
    }
    if (statement.target->kind != ExprAstKind::name) {
        diagnostics_.error(DiagnosticCode::E307, statement.target->span, "only an item or an activity can be cancelled",
                           "write `cancel x`, `cancel plots[c]` or `cancel 2 of plots[c]`");
        throw ParseStop{};
    }
}

void TokenReader::read_assignment(StatementAst& statement) {
    statement.kind = StatementAstKind::assign;
    const Token first = peek();
    if (first.kind != TokenKind::name) {
        fail(DiagnosticCode::E307, first, fmt::format("{} where a statement was expected", describe(first)));
    }
    statement.target = read_primary();
    const Token op = peek();
    if (op.text == ":=") {
        statement.op = AssignOp::set;
    } else if (op.text == "+=") {
        statement.op = AssignOp::add;
    } else if (op.text == "-=") {
        statement.op = AssignOp::subtract;
    } else if (op.text == "*=") {
        statement.op = AssignOp::multiply;
    } else {
        const std::string hint = op.text == "="
                                     ? "`=` compares; to assign write `:=`"
                                     : "a statement assigns (:=, +=, -=, *=) or starts with let, if, repeat, for, emit, "
                                       "begin, spawn, remove, cancel, pick, scatter, after or stop";
        fail(DiagnosticCode::E307, op, fmt::format("{} where an assignment was expected", describe(op)), hint);
    }
    take();
    if (statement.target->kind != ExprAstKind::name) {
        diagnostics_.error(DiagnosticCode::E606, statement.target->span, "only a state can be assigned");
        throw ParseStop{};
    }
    statement.value = read_expression();
}

BlockAst parse_statements(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics) {
    return TokenReader(source, units, diagnostics).read_whole_block();
}

}  // namespace strife
