// The field tables of mechanisms: their files, and what stands where they are used.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "scenario/field_shapes.h"

namespace strife {
namespace {

using namespace field_shapes;

constexpr std::array<Keys, 8> kRequirementKinds = {"set", "relation", "count", "level", "number", "event", "activity", "actor"};
constexpr std::array<Keys, 1> kNumberOnly = {"number"};
constexpr std::array kRequirementGroups = {KeyGroup{.keys = kRequirementKinds, .one_required = true}};

// The table of one parameter with some of its keys required and others not.
std::array<FieldShape, 7> parameter_fields(std::span<const std::string_view> required) {
    std::array<FieldShape, 7> fields;
    std::copy(parameter_shape().fields.begin(), parameter_shape().fields.end(), fields.begin());
    for (FieldShape& field : fields) {
        field.required = std::find(required.begin(), required.end(), field.key) != required.end();
    }
    return fields;
}

struct RequirementTable {
    ValueShape attributes = activity_shape().find("attributes")->value;
    std::array<FieldShape, 10> fields = {
        FieldShape{.key = "set", .doc = "A set; says what its members are", .value = kProse},
        FieldShape{
            .key = "relation", .doc = "A relation between the two sets of its index; says what it carries", .value = kProse},
        FieldShape{.key = "count", .doc = "A state that counts this unit, which the mechanism may change", .value = kUnit},
        FieldShape{.key = "level", .doc = "A state that is a level of this unit, which the mechanism may change", .value = kUnit},
        FieldShape{.key = "number", .doc = "Anything in this unit that can be read; 1 for a pure number", .value = kUnit},
        FieldShape{.key = "event", .doc = "An event with at least these attributes", .value = attributes},
        FieldShape{.key = "activity", .doc = "An activity with at least these attributes", .value = attributes},
        FieldShape{.key = "actor", .doc = "An actor; says who it is", .value = kProse},
        FieldShape{
            .key = "default", .doc = "What holds for a number that is not bound", .value = kExpression, .needs = kNumberOnly},
        kTitle,
    };
    MapShape requirement{.id = "requirement",
                         .what = "a requirement",
                         .doc = "What a mechanism needs: its kind, with unit or attributes",
                         .fields = fields,
                         .groups = kRequirementGroups};
    ValueShape value{.map = &requirement};
    MapShape requires_map{.id = "requires",
                          .what = "the map of requirements",
                          .doc = "What the mechanism needs from the scenario, under the names that it reads it by",
                          .key_kind = KeyKind::indexed_name,
                          .named = &value,
                          .named_what = "a requirement"};
};

const RequirementTable& requirement_table() {
    static const RequirementTable table;
    return table;
}

struct UseTables {
    MapShape bind{.id = "bind",
                  .what = "the map of bindings",
                  .doc = "What stands for each requirement: a name as the actor sees it",
                  .key_kind = KeyKind::name,
                  .named = &kExpression,
                  .named_what = "a requirement"};
    std::array<FieldShape, 7> given_fields = parameter_fields({});
    MapShape given{.id = "given_parameter",
                   .what = "a parameter",
                   .doc = "What is given for a parameter of a mechanism; what is left out stays as the mechanism has it",
                   .fields = given_fields};
    ValueShape given_value{.scalar = ScalarKind::expression, .map = &given};
    std::array<FieldShape, 2> settings_fields = {
        FieldShape{
            .key = "as", .doc = "The name of the instance; left out: the last part of the mechanism's name", .value = kName},
        FieldShape{.key = "bind", .doc = bind.doc, .value = {.map = &bind}},
    };
    MapShape settings{.id = "use_settings",
                      .what = "the use of a mechanism",
                      .doc = "The name of the instance, what is bound, and values of parameters",
                      .fields = settings_fields,
                      .key_kind = KeyKind::name,
                      .named = &given_value,
                      .named_what = "a parameter"};
    ValueShape settings_value{.map = &settings};
    MapShape use{.id = "use",
                 .what = "the use of a mechanism",
                 .doc = "A mechanism by its name, folders joined by '.'",
                 .key_kind = KeyKind::mechanism,
                 .named = &settings_value,
                 .named_what = "a mechanism"};
    ValueShape item{.scalar = ScalarKind::expression, .map = &use};
    ValueShape uses{.item = &item};

    std::array<FieldShape, 3> instance_fields = {
        FieldShape{
            .key = "mechanism", .doc = "The name of the mechanism", .value = kExpression, .required = true, .written_out = true},
        FieldShape{.key = "requires",
                   .doc = "What the mechanism needs",
                   .value = {.map = &requirement_table().requires_map},
                   .written_out = true},
        FieldShape{.key = "bind", .doc = bind.doc, .value = {.map = &bind}},
    };
    MapShape instance{.id = "instance",
                      .what = "an instance",
                      .doc = "A mechanism written out: names that begin with the instance's and a dot are its own",
                      .fields = instance_fields};
    ValueShape instance_value{.map = &instance};
    MapShape instances_map{.id = "instances",
                           .what = "a map of instances",
                           .doc = "Mechanisms already written out",
                           .key_kind = KeyKind::name,
                           .named = &instance_value,
                           .named_what = "an instance"};
    ValueShape instances{.map = &instances_map};
};

const UseTables& use_tables() {
    static const UseTables tables;
    return tables;
}

struct MechanismTable {
    static constexpr std::array<Keys, 1> kUnitOnly = {"unit"};
    std::array<FieldShape, 7> parameter_keys = parameter_fields(kUnitOnly);
    MapShape parameter{.id = "mechanism_parameter",
                       .what = "a parameter of a mechanism",
                       .doc = "A parameter with its unit; without a value every use must give one",
                       .fields = parameter_keys};
    ValueShape parameter_value{.map = &parameter};
    MapShape parameters{.id = "mechanism_parameters",
                        .what = "the map of parameters",
                        .doc = "Numbers that a use may set",
                        .key_kind = KeyKind::indexed_name,
                        .named = &parameter_value,
                        .named_what = "a parameter"};
    ValueShape sources{.scalar = ScalarKind::prose, .item = &kProse};
    std::array<FieldShape, 10> fields = {
        FieldShape{.key = "mechanism", .doc = "The title of the mechanism", .value = kProse, .required = true},
        FieldShape{.key = "about", .doc = "What it does and what it leaves out, for people", .value = kProse},
        FieldShape{.key = "source", .doc = "The publications that it follows: a text, or a list of texts", .value = sources},
        FieldShape{.key = "requires", .doc = "What the mechanism needs", .value = {.map = &requirement_table().requires_map}},
        FieldShape{.key = "parameters", .doc = parameters.doc, .value = {.map = &parameters}},
        FieldShape{.key = "define", .doc = "Names for expressions", .value = scenario_shape().find("define")->value},
        FieldShape{.key = "state", .doc = "What it adds to the state of the actor", .value = actor_shape().find("state")->value},
        FieldShape{.key = "perceives",
                   .doc = "What the actor sees of things, and how well",
                   .value = actor_shape().find("perceives")->value},
        FieldShape{.key = "activities", .doc = "What the actor has under way", .value = actor_shape().find("activities")->value},
        FieldShape{.key = "processes", .doc = "What happens", .value = actor_shape().find("processes")->value},
    };
    MapShape mechanism{
        .id = "mechanism",
        .what = "a mechanism",
        .doc = "A reusable part of scenarios: what it needs, its parameters, state, perceptions, activities and processes",
        .fields = fields};
};

}  // namespace

const MapShape& mechanism_shape() {
    static const MechanismTable table;
    return table.mechanism;
}
const MapShape& requirement_shape() {
    return requirement_table().requirement;
}
const MapShape& instance_shape() {
    return use_tables().instance;
}
const MapShape& use_settings_shape() {
    return use_tables().settings;
}
const ValueShape& uses_shape() {
    return use_tables().uses;
}
const ValueShape& instances_shape() {
    return use_tables().instances;
}

}  // namespace strife
