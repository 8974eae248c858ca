// Activities, drawn gaps, delays and interrupts against exact laws: renewal, delay, Erlang, loss and waiting systems.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"

namespace strife {
namespace {

class TimedProcesses : public testing::TestWithParam<Method> {
  protected:
    static void check(const std::string& body, const std::string& end, std::uint64_t seed, std::size_t n,
                      const ExactMoments& exact) {
        const auto scenario = compile_text("strife: 1\ntitle: Timed\ntime: {end: " + end + "}\n" + body);
        expect_moments("answer", sample_outcome(*scenario, GetParam(), seed, n, "answer"), exact);
    }
};

// P(N >= n) = 1 / n!: the mean is e - 1, the variance 3 e - e^2.
TEST_P(TimedProcesses, RenewalsWithUniformGaps) {
    const double e = std::numbers::e;
    check(R"yaml(actors:
  a:
    state:
      n: {count: event}
    processes:
      tick: {every: "uniform(0 day, 1 day)", do: n += 1 event}
outcomes:
  answer: {state: a.n}
)yaml",
          "1 day", 301, scaled(20'000), {.mean = e - 1.0, .sd = std::sqrt(3.0 * e - e * e), .k4 = 4.0});
}

// Births at 5 a day appear 2 days later and die at 0.5 a day: Poisson with mean 10 (1 - exp(-0.5 (10 - 2))).
TEST_P(TimedProcesses, AFixedDelayByActivities) {
    check(R"yaml(actors:
  a:
    state:
      x: {count: person}
    activities:
      growing: {duration: 2 day, finish: x += 1 person}
    processes:
      birth: {rate: 5/day, do: begin growing}
      death: {rate: 0.5/day * x, do: x -= 1 person}
outcomes:
  answer: {state: a.x}
)yaml",
          "10 day", 302, scaled(20'000), poisson_moments(10.0 * (1.0 - std::exp(-4.0))));
}

TEST_P(TimedProcesses, AFixedDelayByAfter) {
    check(R"yaml(actors:
  a:
    state:
      x: {count: person}
    processes:
      birth:
        rate: 5/day
        do: |
          after 2 day do
            x += 1 person
          end
      death: {rate: 0.5/day * x, do: x -= 1 person}
outcomes:
  answer: {state: a.x}
)yaml",
          "10 day", 303, scaled(20'000), poisson_moments(10.0 * (1.0 - std::exp(-4.0))));
}

// Three exponential stages of mean 2 and one draw from their sum's law: mean 6, variance 12, kurtosis 5.
TEST_P(TimedProcesses, AnErlangClockDrawnAtOnce) {
    check(R"yaml(actors:
  a:
    state:
      done: {count: event}
    activities:
      wait: {duration: "gamma(shape = 3, scale = 2 day)", finish: done += 1 event}
    processes:
      launch: {at: 0 day, do: begin wait}
outcomes:
  answer: {first: {when: a.done > 0 event}}
)yaml",
          "400 day", 304, scaled(20'000), {.mean = 6.0, .sd = std::sqrt(12.0), .k4 = 5.0});
}

TEST_P(TimedProcesses, AnErlangClockInStages) {
    check(R"yaml(actors:
  a:
    state:
      stage: {count: event}
    processes:
      advance: {rate: 0.5/day, if: stage < 3 event, do: stage += 1 event}
outcomes:
  answer: {first: {when: a.stage = 3 event}}
)yaml",
          "400 day", 305, scaled(20'000), {.mean = 6.0, .sd = std::sqrt(12.0), .k4 = 5.0});
}

// One server at load 0.8, by day 1500 stationary to within exp(-16): geometric with mean 4 and variance 20.
TEST_P(TimedProcesses, AWaitingLineWithOneServer) {
    check(R"yaml(actors:
  a:
    state:
      line: {count: person}
    processes:
      arrive: {rate: 0.8 person/day, do: line += 1 person}
      serve: {rate: 1 person/day, if: line > 0 person, do: line -= 1 person}
outcomes:
  answer: {state: a.line}
)yaml",
          "1500 day", 306, scaled(2000), {.mean = 4.0, .sd = std::sqrt(20.0), .k4 = 9.05});
}

// Erlang's loss formula with 5 servers and 4 offered: 0.1990668740 of the time all are busy, whatever the law of service.
TEST_P(TimedProcesses, ALossSystemDoesNotAskForTheLawOfService) {
    const std::vector<std::string> laws = {"1 day", "\"lognormal(mean = 1 day, sd = 2 day)\"",
                                           "\"gamma(shape = 2, scale = 0.5 day)\"", "\"exponential(mean = 1 day)\""};
    for (std::size_t i = 0; i < laws.size(); ++i) {
        check(R"yaml(actors:
  a:
    activities:
      service: {duration: )yaml" +
                  laws[i] + R"yaml(}
    processes:
      arrive: {rate: 4/day, if: active(service) < 5, do: begin service}
outcomes:
  answer: {state: "if(active(a.service) = 5, 1, 0)"}
)yaml",
              "100 day", 307 + i, scaled(4000), chance(0.1990668740));
    }
}

constexpr const char* kInterrupted = R"yaml(actors:
  a:
    state:
      done: {count: event}
      foiled: {count: event}
      betrayed: {count: event}
    activities:
      plots:
        duration: 2 day
        finish: done += 1 event
        interrupt:
          raid: {rate: 0.3/day, do: foiled += 1 event}
          betrayal: {rate: 0.1/day, do: betrayed += 1 event}
    processes:
      launch:
        at: 1 day
        do: |
          repeat 10 do
            begin plots
          end
outcomes:
)yaml";

// Ten items of 2 days, each under hazards of 0.3 and 0.1 a day: binomial.
TEST_P(TimedProcesses, InterruptsRaceWithAFixedDuration) {
    const double finish = std::exp(-0.8);
    check(std::string(kInterrupted) + "  answer: {state: a.done}\n", "10 day", 311, scaled(10'000),
          binomial_moments(10.0, finish));
    check(std::string(kInterrupted) + "  answer: {state: a.foiled}\n", "10 day", 312, scaled(10'000),
          binomial_moments(10.0, 0.75 * (1.0 - finish)));
    check(std::string(kInterrupted) + "  answer: {state: a.betrayed}\n", "10 day", 313, scaled(10'000),
          binomial_moments(10.0, 0.25 * (1.0 - finish)));
    check(std::string(kInterrupted) + "  answer: {state: a.done + a.foiled + a.betrayed}\n", "10 day", 314, scaled(1000),
          {.mean = 10.0, .sd = 0.0, .k4 = 0.0});
}

// Items of sizes 1 to 4 under a hazard of 0.1 a day for each unit of size, over 2 days.
TEST_P(TimedProcesses, InterruptsStrikeItemsByTheirOwnHazard) {
    const auto text = [](const std::string& size) {
        return R"yaml(actors:
  a:
    state:
      done: {count: event}
    activities:
      plots:
        attributes: {size: person}
        duration: 2 day
        finish: |
          if own.size = )yaml" +
               size + R"yaml( then
            done += 1 event
          end
        interrupt:
          raid: {rate: 0.1/person/day * own.size}
    processes:
      launch:
        at: 0 day
        do: |
          begin plots(size = 1 person)
          begin plots(size = 2 person)
          begin plots(size = 3 person)
          begin plots(size = 4 person)
outcomes:
  answer: {state: a.done}
)yaml";
    };
    for (int size = 1; size <= 4; ++size) {
        check(text(std::to_string(size) + " person"), "10 day", 320 + static_cast<std::uint64_t>(size), scaled(10'000),
              chance(std::exp(-0.2 * size)));
    }
}

// Locals of a body keep their values while durations with many parts are worked out.
TEST_P(TimedProcesses, ABeginLeavesTheLocalsOfItsBodyAlone) {
    check(R"yaml(actors:
  a:
    state:
      x: {count: person, initial: 3}
      total: {count: person}
    activities:
      plots[p in place]:
        duration: (1 + x / (x + 5 person) * (2 + x / (3 person))) * 1 day + 1 day * sum(w[q] * x / (1 person) for q in place)
    processes:
      launch:
        at: 0 day
        do: |
          let first = x + 10 person
          let second = x * 2
          for p in place do
            begin plots[p]
          end
          total += first + second
parameters:
  w[place]: 2
sets:
  place: [north, south]
outcomes:
  answer: {state: "a.total + sum(a.x for p in place) + active(a.plots[north]) * 1 person"}
)yaml",
          "2 day", 330, 3, {.mean = 26.0, .sd = 0.0, .k4 = 0.0});
}

INSTANTIATE_TEST_SUITE_P(Methods, TimedProcesses, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

}  // namespace
}  // namespace strife
