// Tests of the table of laws and of the check of their parameters.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "random/laws.h"

namespace strife {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string why(Law law, const std::vector<double>& parameters) {
    const auto reason = explain_invalid(law, parameters);
    EXPECT_EQ(!reason.has_value(), valid_parameters(law, parameters));
    return reason.value_or("valid");
}

TEST(LawTable, StandsInTheOrderOfTheEnumeration) {
    ASSERT_EQ(law_table().size(), 17U);
    for (std::size_t i = 0; i < law_table().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(law_table()[i].law), i);
        EXPECT_EQ(&law_info(law_table()[i].law), &law_table()[i]);
    }
}

TEST(LawTable, FindsLawsByName) {
    for (const LawInfo& info : law_table()) {
        EXPECT_EQ(find_law(info.name), info.law);
    }
    EXPECT_EQ(find_law("cauchy"), std::nullopt);
    EXPECT_EQ(find_law(""), std::nullopt);
}

TEST(LawTable, NamesParametersInOrder) {
    EXPECT_EQ(law_info(Law::negative_binomial).name, "negative_binomial");
    EXPECT_EQ(law_info(Law::negative_binomial).parameters[0], "mean");
    EXPECT_EQ(law_info(Law::negative_binomial).parameters[1], "dispersion");
    EXPECT_EQ(law_info(Law::triangular).parameters.size(), 3U);
    EXPECT_TRUE(law_info(Law::discrete).takes_list);
    EXPECT_EQ(law_info(Law::poisson).support, LawSupport::whole);
    EXPECT_EQ(law_info(Law::beta).support, LawSupport::real);
}

TEST(ExplainInvalid, SaysWhatIsWrongWithOneNumber) {
    EXPECT_EQ(why(Law::normal, {0, -3}), "sd must be greater than 0, it is -3");
    EXPECT_EQ(why(Law::normal, {0, 0}), "sd must be greater than 0, it is 0");
    EXPECT_EQ(why(Law::normal, {kInfinity, 1}), "mean must be a finite number, it is inf");
    EXPECT_EQ(why(Law::gamma, {std::nan(""), 1}), "shape must be a finite number, it is nan");
    EXPECT_EQ(why(Law::poisson, {-0.5}), "mean must be from 0 to 1e15, it is -0.5");
    EXPECT_EQ(why(Law::poisson, {2e15}), "mean must be from 0 to 1e15, it is 2000000000000000");
    EXPECT_EQ(why(Law::binomial, {2.5, 0.5}), "n must be a whole number from 0 to 2^53, it is 2.5");
    EXPECT_EQ(why(Law::binomial, {-1, 0.5}), "n must be a whole number from 0 to 2^53, it is -1");
    EXPECT_EQ(why(Law::binomial, {2, 1.5}), "p must be from 0 to 1, it is 1.5");
    EXPECT_EQ(why(Law::geometric, {0}), "p must be greater than 0 and at most 1, it is 0");
    EXPECT_EQ(why(Law::zeta, {1}), "s must be greater than 1, it is 1");
    EXPECT_EQ(why(Law::negative_binomial, {3, 0}), "dispersion must be greater than 0, it is 0");
}

TEST(ExplainInvalid, SaysWhatDoesNotFitTogether) {
    EXPECT_EQ(why(Law::uniform, {2, 1}), "low must be less than high, low is 2 and high is 1");
    EXPECT_EQ(why(Law::uniform, {1, 1}), "low must be less than high, low is 1 and high is 1");
    EXPECT_EQ(why(Law::uniform, {-1e308, 1e308}), "high - low is too large for a number, low is -1e+308 and high is 1e+308");
    EXPECT_EQ(why(Law::triangular, {0, 3, 2}), "mode must be from low to high, it is 3 with low 0 and high 2");
    EXPECT_EQ(why(Law::triangular, {1, 1, 1}), "low must be less than high, low is 1 and high is 1");
    EXPECT_EQ(why(Law::discrete, {0, 0}), "at least one of the weights must be greater than 0, all are 0");
    EXPECT_EQ(why(Law::discrete, {1e308, 1e308}), "the sum of the weights is too large for a number");
}

TEST(ExplainInvalid, SaysWhichElementOfAListIsWrong) {
    EXPECT_EQ(why(Law::discrete, {1, -2, 3}), "number 2 of the weights must be at least 0, it is -2");
    EXPECT_EQ(why(Law::empirical, {1, 2, std::nan("")}), "number 3 of the values must be a finite number, it is nan");
}

TEST(ExplainInvalid, CountsParameters) {
    EXPECT_EQ(why(Law::normal, {1, 2, 3}), "normal takes 2 parameters (mean, sd), it was given 3");
    EXPECT_EQ(why(Law::poisson, {}), "poisson takes 1 parameter (mean), it was given 0");
    EXPECT_EQ(why(Law::discrete, {}), "discrete needs at least one of its weights, it was given none");
}

TEST(ExplainInvalid, AcceptsTheLimits) {
    EXPECT_EQ(why(Law::poisson, {0}), "valid");
    EXPECT_EQ(why(Law::poisson, {1e15}), "valid");
    EXPECT_EQ(why(Law::binomial, {0, 0}), "valid");
    EXPECT_EQ(why(Law::binomial, {0x1p53, 1}), "valid");
    EXPECT_EQ(why(Law::geometric, {1}), "valid");
    EXPECT_EQ(why(Law::bernoulli, {0}), "valid");
    EXPECT_EQ(why(Law::bernoulli, {1}), "valid");
    EXPECT_EQ(why(Law::negative_binomial, {0, 0.4}), "valid");
    EXPECT_EQ(why(Law::triangular, {0, 0, 1}), "valid");
    EXPECT_EQ(why(Law::triangular, {0, 1, 1}), "valid");
    EXPECT_EQ(why(Law::discrete, {0, 1, 0}), "valid");
    EXPECT_EQ(why(Law::empirical, {-7}), "valid");
}

}  // namespace
}  // namespace strife
