using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>
/// Why the cookie that ties a login to its browser is <c>Lax</c>, and <c>None</c> with a form: in Chromium, with the
/// application on one site and the provider's page, on which the user clicks, on another. Where the setting is wrong the
/// sign-in fails, so the tests across two sites would see it.
/// </summary>
[Collection(SharedRealProvider.Name)]
public sealed class SameSiteTests(RealProvider provider, ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    [RealPartTheory(RealPart.NodeProvider, RealPart.Chromium)]
    [InlineData("query")]
    [InlineData("form_post")]
    public Task As_it_is_set_the_user_comes_back_signed_in(string responseMode) =>
        SignInAsync(responseMode, sameSite: null, succeeds: true);

    [RealPartTheory(RealPart.NodeProvider, RealPart.Chromium)]
    [InlineData("query", SameSiteMode.Strict, false)]
    [InlineData("query", SameSiteMode.Lax, true)]
    [InlineData("query", SameSiteMode.None, true)]
    [InlineData("form_post", SameSiteMode.Strict, false)]
    [InlineData("form_post", SameSiteMode.Lax, false)]
    [InlineData("form_post", SameSiteMode.None, true)]
    public Task A_login_ends_well_where_its_cookie_comes_back_with_the_answer(
        string responseMode, SameSiteMode sameSite, bool succeeds) =>
        SignInAsync(responseMode, sameSite, succeeds);

    private async Task SignInAsync(string responseMode, SameSiteMode? sameSite, bool succeeds)
    {
        await provider.ResetAsync();
        await provider.KnobsAsync(new() { Login = "page" });
        var signIn = new RealSignInProvider(provider);
        if (!succeeds)
        {
            var start = () => StartAsync(signIn, responseMode, sameSite, isChecked: true);
            (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*CorrelationCookie*SameSite*");
        }

        await using var application = await StartAsync(signIn, responseMode, sameSite, isChecked: succeeds);
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync($"{application.Address}login");
        page.Url.Should().StartWith(provider.Issuer, "the user is at the provider, at another site");
        application.Address.Host.Should().NotBe(new Uri(provider.Issuer).Host);

        await page.ClickAsync("button");

        (await page.OutcomeAsync()).Should().Be(succeeds ? signIn.UserName : "failure");
        (await page.OpenAsync(application.Address, "")).Should().Be(succeeds ? signIn.UserName : "");
    }

    /// <param name="signIn">The provider.</param>
    /// <param name="responseMode">How the answer comes back.</param>
    /// <param name="sameSite">The setting. Null leaves the library's own.</param>
    /// <param name="isChecked">False starts with a setting that the library refuses, to see in a browser why it does.</param>
    private static Task<TestApplication> StartAsync(
        RealSignInProvider signIn, string responseMode, SameSiteMode? sameSite, bool isChecked) => TestApplication.StartAsync(
            signIn,
            TimeProvider.System,
            options => options.ResponseMode = responseMode,
            services =>
            {
                // After the library, which would put it right.
                services.PostConfigure<OpenIdConnectOptions>(
                    Auth0Constants.AuthenticationScheme,
                    options => options.CorrelationCookie.SameSite = sameSite ?? options.CorrelationCookie.SameSite);
                if (!isChecked)
                {
                    services.RemoveAll<IValidateOptions<OpenIdConnectOptions>>();
                }
            });
}
