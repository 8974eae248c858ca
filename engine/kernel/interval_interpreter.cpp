// SPDX-License-Identifier: Apache-2.0
#include "kernel/interval_interpreter.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

#include "base/contracts.h"
#include "kernel/interpreter.h"
#include "model/index_walk.h"

namespace strife {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr ValueRange kUnknown{-kInfinity, kInfinity};
constexpr ValueRange kMaybe{0.0, 1.0};

bool is_point(const ValueRange& i) {
    return i.low == i.high;
}
ValueRange truth(bool value) {
    return value ? ValueRange{1.0, 1.0} : ValueRange{0.0, 0.0};
}
bool surely_true(const ValueRange& i) {
    return i.low > 0.0 || i.high < 0.0;
}
bool surely_false(const ValueRange& i) {
    return i.low == 0.0 && i.high == 0.0;
}

ValueRange hull(std::initializer_list<double> values) {
    ValueRange result{kInfinity, -kInfinity};
    for (const double value : values) {
        if (std::isnan(value)) return kUnknown;
        result.low = std::min(result.low, value);
        result.high = std::max(result.high, value);
    }
    return result;
}

double product(double a, double b) {
    return a == 0.0 || b == 0.0 ? 0.0 : a * b;
}

ValueRange multiply(const ValueRange& a, const ValueRange& b) {
    return hull({product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)});
}

ValueRange divide(const ValueRange& a, const ValueRange& b) {
    if (is_point(a) && is_point(b)) return {a.low / b.low, a.low / b.low};
    if (b.low <= 0.0 && b.high >= 0.0) return kUnknown;
    return hull({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
}

ValueRange power(const ValueRange& a, const ValueRange& b) {
    if (is_point(a) && is_point(b)) {
        const double value = consistent_pow(a.low, b.low);
        return {value, value};
    }
    if (a.low < 0.0) {
        const bool square = is_point(b) && b.low == 2.0;
        if (!square) return kUnknown;
        const double high = std::max(a.low * a.low, a.high * a.high);
        return {a.high >= 0.0 ? 0.0 : a.high * a.high, high};
    }
    return hull({consistent_pow(a.low, b.low), consistent_pow(a.low, b.high), consistent_pow(a.high, b.low),
                 consistent_pow(a.high, b.high)});
}

ValueRange compare(Op op, const ValueRange& a, const ValueRange& b) {
    switch (op) {
        case Op::less:
            return a.high < b.low ? truth(true) : a.low >= b.high ? truth(false) : kMaybe;
        case Op::less_equal:
            return a.high <= b.low ? truth(true) : a.low > b.high ? truth(false) : kMaybe;
        case Op::greater:
            return compare(Op::less, b, a);
        case Op::greater_equal:
            return compare(Op::less_equal, b, a);
        case Op::equal:
            if (is_point(a) && is_point(b)) return truth(a.low == b.low);
            return a.high < b.low || b.high < a.low ? truth(false) : kMaybe;
        default: {
            const ValueRange same = compare(Op::equal, a, b);
            return {1.0 - same.high, 1.0 - same.low};
        }
    }
}

ValueRange monotone(const ValueRange& a, double (*function)(double)) {
    return hull({function(a.low), function(a.high)});
}

ValueRange unary(Op op, const ValueRange& a) {
    switch (op) {
        case Op::negate:
            return {-a.high, -a.low};
        case Op::logical_not:
            return surely_true(a) ? truth(false) : surely_false(a) ? truth(true) : kMaybe;
        case Op::round:
            return monotone(a, [](double v) { return std::round(v); });
        case Op::floor:
            return monotone(a, [](double v) { return std::floor(v); });
        case Op::ceil:
            return monotone(a, [](double v) { return std::ceil(v); });
        case Op::absolute:
            if (a.low >= 0.0) return a;
            return {a.high <= 0.0 ? -a.high : 0.0, std::max(-a.low, a.high)};
        case Op::exponential:
            return monotone(a, consistent_exp);
        case Op::logarithm:
            return monotone(a, consistent_log);
        default:
            return monotone(a, [](double v) { return std::sqrt(v); });
    }
}

ValueRange binary(Op op, const ValueRange& a, const ValueRange& b) {
    switch (op) {
        case Op::add:
            return {a.low + b.low, a.high + b.high};
        case Op::subtract:
            return {a.low - b.high, a.high - b.low};
        case Op::multiply:
            return multiply(a, b);
        case Op::divide:
            return divide(a, b);
        case Op::power:
            return power(a, b);
        case Op::minimum:
            return {std::min(a.low, b.low), std::min(a.high, b.high)};
        case Op::maximum:
            return {std::max(a.low, b.low), std::max(a.high, b.high)};
        case Op::logical_and:
            if (surely_false(a) || surely_false(b)) return truth(false);
            return surely_true(a) && surely_true(b) ? truth(true) : kMaybe;
        case Op::logical_or:
            if (surely_true(a) || surely_true(b)) return truth(true);
            return surely_false(a) && surely_false(b) ? truth(false) : kMaybe;
        default:
            return compare(op, a, b);
    }
}

ValueRange select(const ValueRange& condition, const ValueRange& yes, const ValueRange& no) {
    if (surely_true(condition)) return yes;
    if (surely_false(condition)) return no;
    return {std::min(no.low, yes.low), std::max(no.high, yes.high)};
}

ValueRange widened(const ValueRange& i) {
    constexpr double kSlack = 1e-12;
    return {i.low - std::abs(i.low) * kSlack, i.high + std::abs(i.high) * kSlack};
}

}  // namespace

ValueRange IntervalInterpreter::bound(const Model& model, const Program& program, const Frame& frame, double from, double to) {
    const Instruction* const code = model.code.data() + program.begin;
    std::uint32_t* const x = frame.x;
    const auto read = [&](Slot slot) {
        const bool scratch = slot >= kBodyScratch && slot < kScratchSlots;
        return scratch ? scratch_[slot - kBodyScratch] : ValueRange{frame.m[slot], frame.m[slot]};
    };
    const auto write = [&](Slot slot, ValueRange value) { scratch_[slot - kBodyScratch] = value; };
    const auto point = [&](Slot slot, double value) { write(slot, {value, value}); };
    for (std::uint32_t pc = 0;;) {
        const Instruction& i = code[pc++];
        if (i.op >= Op::add && i.op <= Op::logical_or) {
            write(i.d, binary(i.op, read(i.a), read(i.b)));
            continue;
        }
        if (i.op >= Op::negate && i.op <= Op::square_root) {
            write(i.d, unary(i.op, read(i.a)));
            continue;
        }
        switch (i.op) {
            case Op::halt:
                return widened(read(program.result));
            case Op::copy:
                write(i.d, read(i.a));
                break;
            case Op::select:
                write(i.d, select(read(i.a), read(i.b), read(i.d)));
                break;
            case Op::load_indexed:
                point(i.d, frame.m[i.a + x[i.r]]);
                break;
            case Op::load_level: {
                const std::uint32_t element = i.a + (i.r == kNoRegister ? 0 : x[i.r]);
                const RelaxingLevel& level = model.levels[i.b];
                write(i.d, hull({level_value(level, frame.m, element, from), level_value(level, frame.m, element, to)}));
                break;
            }
            case Op::load_event:
                point(i.d, frame.event[i.a]);
                break;
            case Op::load_own:
                point(i.d, frame.own[i.a]);
                break;
            case Op::in_set:
                write(i.d, truth(holds(model.sets[i.b], read(i.a).low)));
                break;
            case Op::weight:
                point(i.d, weight_of(model.relations[i.a], x[i.r], x[i.b]));
                break;
            case Op::in_relation:
                write(i.d, truth(find_entry(model.relations[i.a], x[i.r], x[i.b]) != nullptr));
                break;
            case Op::index_to_member:
                point(i.d, static_cast<double>(x[i.r] + i.a));
                break;
            case Op::member_to_index:
                if (!holds(model.sets[i.b], read(i.a).low)) throw MemberFault{&i, read(i.a).low};
                x[i.r] = static_cast<std::uint32_t>(read(i.a).low - model.sets[i.b].first_member);
                break;
            default:
                if (walk_indices(i.op, model, i, x, pc)) break;
                contract_failed("assertion", "rates and conditions are pure", __FILE__, __LINE__);
        }
    }
}

}  // namespace strife
