using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Snippets;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>The switch that docs/getting-tokens.md shows, in a page. An application with a silent login must not send the browser
/// through logins without end (T9).</summary>
public sealed partial class DocumentedSwitchTests
{
    /// <summary>The reasons that a login helps with. The switch has them in its last line.</summary>
    private static readonly AccessTokenFailure[] Challenged =
    [
        AccessTokenFailure.NotSignedIn, AccessTokenFailure.SessionEnded, AccessTokenFailure.NoRefreshToken,
        AccessTokenFailure.RefreshTokenRejected, AccessTokenFailure.MfaRequired, AccessTokenFailure.InteractionRequired,
        AccessTokenFailure.UserBlocked,
    ];

    private readonly ConcurrentQueue<AccessTokenFailure?> _reasons = new();

    private AppHost? _app;

    private bool _endsDuringTheRequest;

    public static TheoryData<AccessTokenFailure> Reasons() => [.. Enum.GetValues<AccessTokenFailure>()];

    /// <summary>Whatever is wrong stays wrong.</summary>
    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task The_switch_ends_on_a_page_after_at_most_one_login(AccessTokenFailure reason)
    {
        await using var app = _app = await StartAsync(reason);
        app.Tenant.Apis.Single(api => api.Identifier == AppHost.Inventory).AllowOfflineAccess =
            reason != AccessTokenFailure.NoRefreshTokenGranted;
        using var browser = reason == AccessTokenFailure.NotSignedIn ? app.Browser() : await app.SignedInAsync();
        await BringAboutAsync(app, browser, reason);

        using var page = await browser.GetAsync("/page");

        _reasons.Should().StartWith(reason);
        app.Tenant.Counters.AuthorizeRequests.Should().Be(Challenged.Contains(reason) ? 1 : 0);
        page.StatusCode.Should().Be(
            reason is AccessTokenFailure.Transient or AccessTokenFailure.CoordinationUnavailable ? HttpStatusCode.ServiceUnavailable
            : reason is AccessTokenFailure.InvalidRequest ? HttpStatusCode.BadRequest
            : Challenged.Contains(reason) && reason != AccessTokenFailure.UserBlocked ? HttpStatusCode.OK
            : HttpStatusCode.InternalServerError);
    }

    [Fact]
    public void The_switch_names_every_reason_that_a_login_does_not_help_with()
    {
        var code = File.ReadAllText(Repository.File("tests", "Auth0.AspNetCore.Mrrt.Snippets", "GettingTokens.cs"));
        Enum.GetValues<AccessTokenFailure>().Where(reason => code.Contains($"AccessTokenFailure.{reason} ", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Enum.GetValues<AccessTokenFailure>().Except(Challenged));
    }

    [Fact]
    public void The_table_of_failures_has_a_row_for_each_reason()
    {
        var page = File.ReadAllText(Repository.File("docs", "getting-tokens.md"));
        var table = page[page.IndexOf("### Failures", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n## ", StringComparison.Ordinal)];
        Row().Matches(table).Select(row => row.Groups[1].Value).Where(name => name != "AccessTokenFailure")
            .Should().BeEquivalentTo(Enum.GetNames<AccessTokenFailure>());
    }

    [GeneratedRegex("^\\| `(\\w+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private Task<AppHost> StartAsync(AccessTokenFailure reason) => AppHost.StartAsync(
        options =>
        {
            options.Audience = AppHost.Inventory;
            options.Scope = "read:inventory";
            options.ScopeByAudience[AppHost.Orders] = "read:orders";
        },
        services: services =>
        {
            var own = services.Last(service => service.ServiceType == typeof(IAccessTokens));
            services.AddSingleton<IAccessTokens>(provider => new Recorder(
                (IAccessTokens)own.ImplementationFactory!(provider),
                _reasons,
                reason is AccessTokenFailure.CoordinationUnavailable or AccessTokenFailure.InvalidRequest ? reason : null));
        },
        map: application => application.MapGet("/page", async (HttpContext http, CancellationToken _) =>
        {
            if (_endsDuringTheRequest)
            {
                _endsDuringTheRequest = false;
                _app!.Tenant.Advance(TimeSpan.FromDays(15));
            }

            return await GettingTokens.ResultAsync(http);
        }));

    private async Task BringAboutAsync(AppHost app, TenantBrowser browser, AccessTokenFailure reason)
    {
        switch (reason)
        {
            case AccessTokenFailure.SessionEnded:
                _endsDuringTheRequest = true;
                break;
            case AccessTokenFailure.NoRefreshToken:
                app.Tenant.Faults.Add(TokenFault.Error(403, "invalid_grant").ForGrant("refresh_token").UntilCleared());
                await browser.TokenAsync(AppHost.Admin);
                _reasons.Clear();
                break;
            case AccessTokenFailure.AudienceNotGranted:
                app.Tenant.Client.Policies.Remove(app.Tenant.Client.Policies.Single(policy => policy.Audience == AppHost.Orders));
                break;
            case AccessTokenFailure.ScopeNotGranted:
                var scopes = app.Tenant.Client.Policies.Single(policy => policy.Audience == AppHost.Orders).Scopes;
                scopes.Clear();
                scopes.Add("read:other");
                app.Tenant.Apis.Single(api => api.Identifier == AppHost.Orders).Scopes.Add("read:other");
                await browser.TokenAsync(AppHost.Orders, "read:other write:orders");
                _reasons.Clear();
                break;
            case AccessTokenFailure.UserBlocked:
                app.Tenant.Users[0].Blocked = true;
                break;
            default:
                if (FaultOf(reason) is { } fault)
                {
                    app.Tenant.Faults.Add(fault.ForGrant("refresh_token").UntilCleared());
                }

                break;
        }
    }

    private static TokenFault? FaultOf(AccessTokenFailure reason) => reason switch
    {
        AccessTokenFailure.RefreshTokenRejected => TokenFault.Error(403, "invalid_grant"),
        AccessTokenFailure.MfaRequired => TokenFault.MfaRequired(),
        AccessTokenFailure.InteractionRequired => TokenFault.Error(403, "unmet_authentication_requirements"),
        AccessTokenFailure.ExchangeRefused => TokenFault.Error(403, "access_denied", "A rule says no."),
        AccessTokenFailure.ClientRefused => TokenFault.Error(401, "access_denied", "Unauthorized"),
        AccessTokenFailure.Transient => TokenFault.Answer(503),
        _ => null,
    };

    /// <summary>Notes the reasons that the page is given.</summary>
    private sealed class Recorder(
        IAccessTokens inner, ConcurrentQueue<AccessTokenFailure?> reasons, AccessTokenFailure? always) : IAccessTokens
    {
        public async ValueTask<AccessTokenResult> GetAsync(
            HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
        {
            var result = always is { } reason
                ? AccessTokenResult.Failed(reason)
                : await inner.GetAsync(httpContext, request, scheme, cancellationToken);
            reasons.Enqueue(result.Reason);
            return result;
        }

        public ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
            HttpContext httpContext,
            IReadOnlyList<AccessTokenRequest> requests,
            string? scheme,
            CancellationToken cancellationToken) => inner.GetManyAsync(httpContext, requests, scheme, cancellationToken);
    }
}
