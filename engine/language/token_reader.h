// The parser itself: a cursor over tokens with the methods of both grammars. Private to this folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "language/lexer.h"
#include "language/parser.h"

namespace strife {

// Thrown inside the parser to leave a faulty construct; the diagnostic is already recorded.
struct ParseStop {};

class TokenReader {
  public:
    TokenReader(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics);

    // Expressions (parser.cpp). They throw ParseStop on a fault.
    ExprAstPtr read_whole_expression();
    ExprAstPtr read_expression();

    // Statements (parse_statements.cpp).
    BlockAst read_whole_block();

  private:
    // Counts how deep the reader has gone, and stops it before the stack does.
    class DepthGuard {
      public:
        explicit DepthGuard(TokenReader& reader);
        ~DepthGuard() { --reader_.depth_; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;

      private:
        TokenReader& reader_;
    };

    ExprAstPtr read_or();
    ExprAstPtr read_and();
    ExprAstPtr read_not();
    ExprAstPtr read_comparison();
    ExprAstPtr read_sum();
    ExprAstPtr read_product();
    ExprAstPtr read_unary();
    ExprAstPtr read_power();
    ExprAstPtr read_primary();
    ExprAstPtr read_number(bool is_divisor);
    ExprAstPtr read_name_or_call();
    ExprAstPtr read_call(ExprAstPtr name);
    ExprAstPtr read_draw();
    void read_clauses(ExprAst& target);
    bool read_in_or_of();
    enum class ArgumentNames { allowed, none };  // `a = b` as an argument: named, or a comparison
    std::vector<ArgumentAst> read_arguments(ArgumentNames names);
    [[nodiscard]] std::optional<Unit> unit_word_at(std::size_t ahead) const;

    BlockAst read_block(std::initializer_list<std::string_view> enders);
    std::unique_ptr<StatementAst> read_statement();
    void read_branch(StatementAst& statement);
    void read_loop(StatementAst& statement);
    void read_repeat(StatementAst& statement);
    void read_after(StatementAst& statement);
    void read_happening(StatementAst& statement);
    void read_cancel(StatementAst& statement);
    void read_pick(StatementAst& statement);
    void read_scatter(StatementAst& statement);
    void read_draw_source(ExprAst& draw);
    void read_assignment(StatementAst& statement);
    void skip_statement(std::size_t first);
    void finish_block(std::string_view opened_by, const Token& opener);

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    Token take();
    [[nodiscard]] bool at_symbol(std::string_view symbol) const;
    [[nodiscard]] bool at_word(std::string_view word) const;
    bool accept_symbol(std::string_view symbol);
    bool accept_word(std::string_view word);
    void expect_symbol(std::string_view symbol, std::string_view why);
    void expect_word(std::string_view word, std::string_view why);
    void skip_newlines();
    [[noreturn]] void fail(DiagnosticCode code, const Token& token, std::string message, std::string hint = {});
    [[nodiscard]] SourceSpan span_from(std::size_t begin) const;
    ExprAstPtr make(ExprAstKind kind, std::size_t begin) const;
    ExprAstPtr binary(ExprAstKind kind, std::size_t begin, ExprAstPtr left, ExprAstPtr right);
    static std::string describe(const Token& token);

    const MappedText& source_;
    const UnitSystem& units_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t last_end_ = 0;  // end of the token taken last
    int depth_ = 0;
    int operators_ = 0;  // of the expression or statement at hand
    int brackets_ = 0;   // inside ( ) or [ ] a new line does not end anything
};

}  // namespace strife
