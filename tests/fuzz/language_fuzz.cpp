// Fuzzes expressions and statements: the text is parsed, checked against a small world of names in every place where it may
// stand, and printed. Whatever the text: no crash, no report of a sanitizer, no broken contract; each fault has a code and a
// place within the text. What is parsed lies within the text; an expression that is good as a copy of its tree is good as itself
// and prints the same. SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "fixture.h"
#include "fuzz_checks.h"

namespace strife {
namespace {

constexpr const char* kShare = "fighters[z] / sum(fighters)";
constexpr const char* kCircle = "1 + circle";

// The world of the unit tests with what they leave out: choices, times, agents, definitions, inputs.
struct WideWorld : World {
    WideWorld() {
        symbols.sets.push_back(
            {.name = "kind", .members = {"raid", "no"}, .first_member = 3, .positions = {{"raid", 0}, {"no", 1}}});
        const Unit person = *units.find_word("person");
        symbols.states.push_back(
            {.name = "mood", .actor = ActorId{0}, .sets = {}, .kind = StateSymbolKind::level, .unit = {}, .relaxing = true});
        symbols.states.push_back({.name = "owner",
                                  .actor = ActorId{0},
                                  .sets = {SetId{0}},
                                  .kind = StateSymbolKind::one_of,
                                  .unit = {},
                                  .values = {SetId{1}}});
        symbols.states.push_back(
            {.name = "since", .actor = ActorId{0}, .sets = {}, .kind = StateSymbolKind::time, .unit = *units.parse("day")});
        symbols.agents.push_back({.name = "cell",
                                  .actor = ActorId{0},
                                  .fields = {{.name = "size", .type = Type::number(person.dimension), .unit = person},
                                             {.name = "home", .type = Type::member({SetId{0}}), .unit = {}}}});
        symbols.activities.front().fields.push_back({.name = "amount", .type = Type::number(person.dimension), .unit = person});
        symbols.defines.push_back(
            {.name = "share", .sets = {SetId{0}}, .variables = {"z"}, .body = body(kShare), .actor = ActorId{0}});
        symbols.defines.push_back({.name = "circle", .sets = {}, .variables = {}, .body = body(kCircle), .actor = ActorId{0}});
        symbols.inputs.push_back({.name = "season", .sets = {}, .unit = {}});
        symbols.has_dates = true;
        symbols.start_days = 19000;
        symbols.declare("kind", {SymbolKind::set, 2});
        symbols.declare("group.mood", {SymbolKind::state, 2});
        symbols.declare("group.owner", {SymbolKind::state, 3});
        symbols.declare("group.since", {SymbolKind::state, 4});
        symbols.declare("group.cell", {SymbolKind::agents, 0});
        symbols.declare("group.share", {SymbolKind::define, 0});
        symbols.declare("group.circle", {SymbolKind::define, 1});
        symbols.declare("season", {SymbolKind::input, 0});
    }
    ExprAstPtr body(const std::string& written) { return parse_expression(text(written), units, diagnostics); }
};

void demand_within(const ExprAst& ast, std::size_t size) {
    demand(ast.span.begin <= ast.span.end && ast.span.end <= size, "an expression outside its text");
    for (const ExprAstPtr& child : ast.children) demand_within(*child, size);
    for (const ArgumentAst& argument : ast.arguments) demand_within(*argument.value, size);
    for (const ForClauseAst& clause : ast.clauses) demand_within(*clause.set, size);
    if (ast.condition) demand_within(*ast.condition, size);
}

// One text in one world, with a checker of its own.
class Checking {
  public:
    Checking(const WideWorld& world, std::string_view written) : world_(world) {
        for (const char* definition : {kShare, kCircle}) sources_.add("definition", definition);  // as the world numbers them
        const SourceFileId file = sources_.add("text", std::string(written));
        text_ = MappedText::contiguous(written, file, 0);
    }

    // Parses and checks by one of the ways in which expressions are used; "" after a fault.
    std::string check_expression(const CheckScope& scope, unsigned way) {
        const ExprAstPtr ast = parse_expression(text_, world_.units, diagnostics_);
        demand(ast || diagnostics_.has_errors(), "an expression refused without an error");
        if (ast) demand_within(*ast, text_.text.size());
        const std::string printed = ast ? check_tree(*ast, scope, way) : "";
        demand_good_diagnostics(diagnostics_, sources_);
        demand(!printed.empty() || diagnostics_.has_errors(), "an expression without meaning and without an error");
        if (!printed.empty()) demand(check_tree(*clone(*ast), scope, way) == printed, "a copy that prints differently", printed);
        return printed;
    }

    void check_statements(CheckScope scope) {
        const BlockAst ast = parse_statements(text_, world_.units, diagnostics_);
        Checker checker(world_.symbols, world_.units, diagnostics_);
        checker.bind_index(scope, "p", SetId{0});
        checker.check_block(ast, scope);
        demand_good_diagnostics(diagnostics_, sources_);
    }

  private:
    std::string check_tree(const ExprAst& ast, CheckScope scope, unsigned way) {
        Checker checker(world_.symbols, world_.units, diagnostics_);
        checker.bind_index(scope, "p", SetId{0});
        const ExprPtr expr = checked(checker, ast, scope, way);
        if (!expr) return "";
        return print_expr(*expr, world_.symbols, [](IndexId index) { return "i" + std::to_string(index.value()); });
    }

    static ExprPtr checked(Checker& checker, const ExprAst& ast, CheckScope& scope, unsigned way) {
        switch (way % 6) {
            case 0:
                return checker.check_rate(ast, scope);
            case 1:
                return checker.check_condition(ast, scope);
            case 2:
                return checker.check_number(ast, scope, Dimension{});
            case 3:
                return checker.check_member_of(ast, scope, {SetId{0}, SetId{2}});
            case 4:
                return checker.check_instant(ast, scope);
            default:
                return checker.check(ast, scope);
        }
    }

    const WideWorld& world_;
    SourceMap sources_;
    Diagnostics diagnostics_;
    MappedText text_;
};

// The first byte says where the text stands: its lowest bit tells statements from an expression, the others what may be used.
void check_input(std::string_view input) {
    static const WideWorld world;
    if (input.empty()) return;
    const auto where = static_cast<unsigned char>(input.front());
    CheckScope scope;
    scope.actor = ActorId{0};
    if ((where & 2U) != 0) scope.event = EventTypeId{0};
    if ((where & 4U) != 0) scope.own = ActivityId{0};
    scope.may_draw = (where & 8U) != 0;
    scope.may_read_now = (where & 8U) != 0;
    scope.may_read_state = (where & 16U) != 0;
    Checking checking(world, input.substr(1));
    if ((where & 1U) != 0) {
        scope.may_draw = scope.may_read_now = scope.may_read_state = true;
        checking.check_statements(scope);
    } else {
        checking.check_expression(scope, where >> 5U);
    }
}

}  // namespace
}  // namespace strife

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = strife::as_text(data, size);
    strife::check_input(text);
    return 0;
}
