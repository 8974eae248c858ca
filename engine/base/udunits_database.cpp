// SPDX-License-Identifier: Apache-2.0
#include "base/udunits_database.h"

#include <cstddef>
#include <stdexcept>

#include <fmt/format.h>
#include <udunits2.h>

namespace strife {
namespace {

ut_system* as_system(void* system) {
    return static_cast<ut_system*>(system);
}

void add_base_unit(const ut_unit* unit, int power, UdunitsProduct& product) {
    if (ut_is_dimensionless(unit) != 0) return;  // radian: named, but a pure number
    const char* name = ut_get_name(unit, UT_ASCII);
    if (name == nullptr) {
        product.plain = false;
        return;
    }
    product.powers.emplace_back(name, power);
}

// The parts of a unit, added to the UdunitsProduct at `arg`. (ut_are_convertible would not do instead: it takes a unit and its
// reciprocal for the same kind.)
ut_status visit_basic(const ut_unit* unit, void* arg) {
    add_base_unit(unit, 1, *static_cast<UdunitsProduct*>(arg));
    return UT_SUCCESS;
}

ut_status visit_product(const ut_unit* /*unit*/, int count, const ut_unit* const* units, const int* powers, void* arg) {
    for (int i = 0; i < count; ++i) add_base_unit(units[i], powers[i], *static_cast<UdunitsProduct*>(arg));
    return UT_SUCCESS;
}

ut_status visit_galilean(const ut_unit* /*unit*/, double scale, const ut_unit* underlying, double offset, void* arg);

ut_status visit_timestamp(const ut_unit* /*unit*/, const ut_unit* /*time*/, double /*origin*/, void* arg) {
    static_cast<UdunitsProduct*>(arg)->plain = false;
    return UT_SUCCESS;
}

ut_status visit_logarithmic(const ut_unit* /*unit*/, double /*base*/, const ut_unit* /*reference*/, void* arg) {
    static_cast<UdunitsProduct*>(arg)->plain = false;
    return UT_SUCCESS;
}

constexpr ut_visitor kVisitor = {visit_basic, visit_product, visit_galilean, visit_timestamp, visit_logarithmic};

ut_status visit_galilean(const ut_unit* /*unit*/, double scale, const ut_unit* underlying, double offset, void* arg) {
    auto& product = *static_cast<UdunitsProduct*>(arg);
    product.scale *= scale;
    if (offset != 0.0) product.plain = false;
    return ut_accept_visitor(underlying, &kVisitor, arg);
}

}  // namespace

void UdunitsDatabase::Free::operator()(void* system) const {
    ut_free_system(as_system(system));
}

UdunitsDatabase::UdunitsDatabase() {
    ut_set_error_message_handler(ut_ignore);  // it would print on standard error
    system_.reset(ut_read_xml(nullptr));
    if (system_ == nullptr) {
        ut_status status = UT_SUCCESS;
        throw std::runtime_error(
            fmt::format("the units database '{}' of UDUNITS-2 cannot be read", ut_get_path_xml(nullptr, &status)));
    }
}

std::optional<UdunitsProduct> UdunitsDatabase::find_name(const std::string& name) const {
    const std::unique_ptr<ut_unit, decltype(&ut_free)> unit(ut_get_unit_by_name(as_system(system_.get()), name.c_str()),
                                                            &ut_free);
    if (unit == nullptr) return std::nullopt;
    UdunitsProduct product;
    if (ut_accept_visitor(unit.get(), &kVisitor, &product) != UT_SUCCESS) return std::nullopt;
    return product;
}

}  // namespace strife
