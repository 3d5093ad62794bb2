using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.ReturnAddresses;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Where a login and a sign-out lead to, case by case. The end-to-end tests show the same cases to
/// Chromium.</summary>
public sealed class ReturnAddressTests
{
    [Fact]
    public void There_are_hundreds_of_cases_and_none_is_there_twice()
    {
        ReturnAddressCases.All.Should().HaveCountGreaterThan(300).And.OnlyHaveUniqueItems(one => one.Given);
        ReturnAddressCases.All.Should().OnlyContain(one => BrowserUrl.StaysHere(one.Expected));
        ReturnAddressCases.All.Count(one => !BrowserUrl.StaysHere(one.Given)).Should().BeGreaterThan(140, "they must lead elsewhere");
    }

    [Fact]
    public void A_return_address_is_a_path_of_this_application_or_becomes_the_root() =>
        Wrong(ReturnAddressCases.All.Select(one => ReturnAddress.LocalOrRoot(one.Given))).Should().BeEmpty();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_return_address_is_the_root(string? address) => ReturnAddress.LocalOrRoot(address).Should().Be("/");

    /// <summary>Kestrel reads a line of 8 KB, in which the callback's address brings the state back.</summary>
    [Fact]
    public async Task One_that_the_state_could_not_carry_back_becomes_the_root()
    {
        var longest = "/" + new string('x', 4095);
        ReturnAddress.LocalOrRoot(longest).Should().Be(longest);
        ReturnAddress.LocalOrRoot(longest + "x").Should().Be("/");
        ReturnAddress.LocalOrRoot("/" + new string('\u00e9', 1000)).Should().Be("/", "each letter takes six");

        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/far", (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder().WithRedirectUri(longest).Build())));
        var state = (await rig.BeginAsync("/far"))["state"].ToString();
        $"GET /callback?code={new string('c', 64)}&state={state} HTTP/1.1\r\n".Length.Should().BeLessThan(8 * 1024);
        using var response = await rig.ComeBackAsync(state);
        response.Headers.Location!.OriginalString.Should().Be(longest);
    }

    [Fact]
    public void Half_a_letter_becomes_the_letter_that_stands_for_none()
    {
        // Not among the cases: no request can bring it.
        ReturnAddress.LocalOrRoot("/\ud83d/x").Should().Be("/%EF%BF%BD/x");
        ReturnAddress.LocalOrRoot("/x\ude00").Should().Be("/x%EF%BF%BD");
    }

    [Fact]
    public async Task A_login_leads_there_whatever_the_application_passes()
    {
        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/login/{number:int}",
            (HttpContext http, int number) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme,
                new LoginAuthenticationPropertiesBuilder().WithRedirectUri(ReturnAddressCases.All[number].Given).Build())));
        List<string> led = [];
        foreach (var number in Enumerable.Range(0, ReturnAddressCases.All.Count))
        {
            using var response = await rig.SignInAsync($"/login/{number}");
            led.Add(response.Headers.NonValidated["Location"].Single());
            rig.Forget();
        }

        Wrong(led).Should().BeEmpty();
    }

    [Fact]
    public async Task A_sign_out_to_a_path_stays_at_this_host_whatever_the_path_is()
    {
        string[] paths = [.. ReturnAddressCases.All.Select(one => one.Given).Where(given => given[0] == '/')];
        await using var rig = await LoginRig.StartAsync(map: application => application.MapGet(
            "/logout/{number:int}",
            (HttpContext http, int number) => http.SignOutAsync(
                Auth0Constants.AuthenticationScheme,
                new LogoutAuthenticationPropertiesBuilder().WithRedirectUri(paths[number]).Build())));
        List<string> asked = [];
        foreach (var number in Enumerable.Range(0, paths.Length))
        {
            using var response = await rig.Browser.GetAsync($"/logout/{number}");
            asked.Add(QueryHelpers.ParseQuery(response.Headers.Location!.Query)["post_logout_redirect_uri"]!);
        }

        // With the slash the host is over: nothing that follows can become a part of it.
        paths.Should().HaveCountGreaterThan(200);
        asked.Should().OnlyContain(address => address.StartsWith("https://localhost/", StringComparison.Ordinal));
    }

    private static string[] Wrong(IEnumerable<string> led) =>
    [
        .. from pair in ReturnAddressCases.All.Zip(led)
           where pair.Second != pair.First.Expected
           select $"{pair.First.Family}: {Uri.EscapeDataString(pair.First.Given)} leads to {Uri.EscapeDataString(pair.Second)}",
    ];
}
