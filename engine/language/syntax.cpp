// SPDX-License-Identifier: Apache-2.0
#include "language/syntax.h"

namespace strife {

std::string dotted_name(const std::vector<std::string>& path) {
    std::string text;
    for (const std::string& part : path) text += (text.empty() ? "" : ".") + part;
    return text;
}

ExprAstPtr clone(const ExprAst& ast) {
    auto copy = std::make_unique<ExprAst>();
    copy->kind = ast.kind;
    copy->span = ast.span;
    copy->number = ast.number;
    copy->unit = ast.unit;
    copy->date = ast.date;
    copy->text = ast.text;
    copy->path = ast.path;
    copy->path_spans = ast.path_spans;
    for (const ExprAstPtr& child : ast.children) copy->children.push_back(clone(*child));
    for (const ArgumentAst& argument : ast.arguments) {
        copy->arguments.push_back({argument.name, argument.name_span, clone(*argument.value)});
    }
    for (const ForClauseAst& clause : ast.clauses) {
        copy->clauses.push_back(
            {.variable = clause.variable, .variable_span = clause.variable_span, .set = clone(*clause.set), .of = clause.of});
    }
    if (ast.condition) copy->condition = clone(*ast.condition);
    return copy;
}

}  // namespace strife
