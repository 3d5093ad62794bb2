using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Logging;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Logging;

/// <summary>The framework's handler logs codes, cookies, ID tokens and the provider's texts. Only events that are known to
/// hold none of them are written.</summary>
public sealed partial class AllowedEventsTests
{
    /// <summary>Every event of the framework, from the list that the canary keeps.</summary>
    private static readonly string[] Framework =
    [
        .. File.ReadLines(Repository.File("tests", "Auth0.AspNetCore.Mrrt.Canary", "LogEvents.approved.txt"))
            .Select(line => NameOfEvent().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value),
    ];

    [Fact]
    public void Each_allowed_event_exists_in_the_framework()
    {
        Framework.Should().HaveCountGreaterThan(60);
        AllowedEvents.FrameworkNames.Except(Framework).Should().BeEmpty();
    }

    [Theory]
    [InlineData("HandleChallenge")] // Location with the state, and Set-Cookie
    [InlineData("MessageReceived")] // the callback with its code
    [InlineData("ResponseError")] // the provider's texts
    [InlineData("ResponseErrorWithStatusCode")]
    [InlineData("UserInformationReceived")] // all claims
    [InlineData("UnableToReadIdToken")] // a whole ID token
    [InlineData("UnableToValidateIdToken")]
    [InlineData("UnableToValidateIdTokenFromHandler")]
    [InlineData("ExceptionProcessingMessage")] // the texts of any exception
    [InlineData("UnexpectedCorrelationCookieValue")]
    public void Events_that_hold_a_secret_or_an_outside_text_are_withheld(string name)
    {
        Framework.Should().Contain(name);
        AllowedEvents.FrameworkNames.Should().NotContain(name);
    }

    [Fact]
    public async Task Nothing_else_is_written_by_logins_failed_logins_and_sign_outs()
    {
        using var names = new RecordedNames(typeof(Auth0LoginHandler).FullName!);
        await using var rig = await LoginRig.StartAsync(
            options => options.SignedOutCallbackPath = "/signed-out",
            services => services.AddLogging(logging => logging.AddProvider(names)),
            application => application.MapGet(
                "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme)));
        (await rig.RefusalAsync()).Should().BeNull();
        (await rig.Browser.GetAsync("/logout")).Dispose();
        (await rig.Browser.GetAsync("/signed-out")).Dispose();
        (await rig.Browser.GetAsync("/callback")).Dispose();
        (await rig.ComeBackAsync((await rig.BeginAsync())["state"]!, ("error", "access_denied"))).Dispose();
        (await rig.ComeBackAsync("unknown")).Dispose();
        rig.Tenant.Claims = claims => claims["aud"] = "other";
        (await rig.SignInAsync()).Dispose();
        rig.Tenant.Reply = _ => AnswerLies.Content("code-1", 500, "text/html");
        (await rig.SignInAsync()).Dispose();

        var written = names.Events.Where(log => log.Id is < 400 or > 499).Select(log => log.Name ?? "").Distinct().ToArray();
        written.Should().BeSubsetOf(AllowedEvents.FrameworkNames);
        written.Should().Contain(["AuthenticationSchemeChallenged", "RemoteAuthenticationFailed", "UpdatingConfiguration"]);
        names.Events.Should().Contain(log => log.Id >= 400, "the library's own events are written");
    }

    /// <summary>The framework's handler calls LogDebug with what a token endpoint sent: such events have no name.</summary>
    [Fact]
    public void Events_without_a_name_are_withheld()
    {
        using var names = new RecordedNames("handler");
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(names));
        using var ours = new LoginLoggerFactory(loggers);
        var logger = ours.CreateLogger("handler");
        ours.CreateLogger("handler").Should().BeSameAs(logger, "a handler is made for each request");
        var (withheld, allowed) = (new EventId(17, "ExceptionProcessingMessage"), new EventId(12, "AuthenticationSchemeChallenged"));
        foreach (var log in new[] { new EventId(0), new EventId(9), withheld, allowed, new EventId(401, "LoginRefused") })
        {
            logger.Log(LogLevel.Debug, log, "text", exception: null, (text, _) => text);
        }

        names.Events.Select(log => log.Id).Should().Equal(12, 401);
    }

    [GeneratedRegex(@"\[\d+\] \w+ (\w+): ")]
    private static partial Regex NameOfEvent();
}
