using Auth0.AspNetCore.Mrrt.Endpoints;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>Values of login parameters as an attacker may write them.</summary>
public sealed class LoginParameterRulesTests
{
    private static readonly string[] Everywhere = ["\0", "\r\n", "a\nb", "\u202e", "\u2028", "\ufffd", "\u200b", "\u007f", "\u0085"];

    public static TheoryData<string, string> Refused
    {
        get
        {
            var data = new TheoryData<string, string>
            {
                { "screen_hint", "Signup" }, { "screen_hint", "signup " }, { "screen_hint", "<script>" },
                { "ui_locales", " de" }, { "ui_locales", "de  en" }, { "ui_locales", "de_CH" }, { "ui_locales", "1de" },
                { "ui_locales", "de-" }, { "ui_locales", "abcdefghi" }, { "ui_locales", "a b c d e f g h i j k" },
                { "ui_locales", "de-abcdefgh-abcdefgh-abcdefgh-abcdefgh" },
                { "login_hint", new string('x', 255) },
                { "prompt", "none login" }, { "prompt", "login none" }, { "prompt", "login  consent" }, { "prompt", "create" },
                { "prompt", "login login" }, { "prompt", "LOGIN" }, { "prompt", " none" },
                { "connection", "google_oauth2" }, { "connection", "a b" }, { "connection", new string('x', 129) }, { "connection", "é" },
                { "organization", "org 1" }, { "organization", "org/1" }, { "organization", new string('x', 129) },
                { "invitation", new string('x', 513) }, { "acr_values", new string('x', 513) },
                { "max_age", "-1" }, { "max_age", "+1" }, { "max_age", " 1" }, { "max_age", "1.5" }, { "max_age", "2147483648" },
                { "max_age", "99999999999999999999" }, { "max_age", "٣" }, { "max_age", "1e3" },
                { "audience", new string('x', 601) }, { "audience", "a\0" }, { "scope", new string('x', 4097) }, { "scope", "a\0" },
                { "ext-tier", new string('x', 513) },
            };
            foreach (var name in new[] { "login_hint", "invitation", "acr_values", "ext-tier", "connection", "organization", "prompt" })
            {
                foreach (var value in Everywhere)
                {
                    data.Add(name, value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_the_parameter_cannot_have_is_refused(string name, string value) =>
        LoginParameterRules.Allows(name, value).Should().BeFalse();

    [Theory]
    [InlineData("ui_locales", "a b c d e f g h i j")]
    [InlineData("ui_locales", "zh-Hant-TW de-1996")]
    [InlineData("prompt", "login consent select_account")]
    [InlineData("max_age", "2147483647")]
    [InlineData("login_hint", "+43 660 1234567")]
    [InlineData("connection", "Username-Password-Authentication")]
    [InlineData("organization", "my_org-1.eu")]
    [InlineData("scope", "openid read:orders")]
    public void A_value_at_its_bound_is_taken(string name, string value) =>
        LoginParameterRules.Allows(name, value).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("ä")]
    public void A_name_is_made_of_letters_digits_and_three_marks(string name)
    {
        LoginParameterRules.IsName(name).Should().BeFalse();
        LoginParameterRules.IsName(new string('x', 65)).Should().BeFalse();
        LoginParameterRules.IsName("ext-Tier_1.a" + new string('x', 52)).Should().BeTrue();
    }
}
