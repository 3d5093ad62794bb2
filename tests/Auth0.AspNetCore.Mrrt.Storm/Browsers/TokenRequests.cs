using System.Globalization;
using System.Net;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Asks a server for a token and writes down what came of it.</summary>
internal sealed class TokenRequests(Web web, Apis apis, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reasons that say nothing about the session: the same request may succeed in a moment.</summary>
    public static bool IsPassing(string? reason) => reason is Answer.NoAnswer
        or nameof(AccessTokenFailure.Transient) or nameof(AccessTokenFailure.CoordinationUnavailable)
        || reason?.StartsWith("Status", StringComparison.Ordinal) == true;

    /// <summary>Sends a request; the caller delivers the page's cookies to the browser.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="jar">The cookies that go with it.</param>
    /// <param name="plan">What to ask for.</param>
    /// <param name="evidence">Reads the token.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="version">The version that a change of claims sets.</param>
    public async Task<(Answer Answer, Page? Page)> SendAsync(
        string user,
        CookieJar jar,
        RequestPlan plan,
        Evidence evidence,
        CancellationToken cancellationToken,
        int version = 0)
    {
        using var away = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = time.GetUtcNow();
        if (plan.AbandonedAfter is { } after)
        {
            away.CancelAfter(after);
        }

        var answer = NewAnswer(user, plan, asked);
        try
        {
            var page = await web.GetAsync(PathOf(plan, version), jar, plan.Server, away.Token);
            return (Read(page, answer, evidence), page);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (answer with { Abandoned = true, Answered = time.GetUtcNow() }, null);
        }
        catch (HttpRequestException)
        {
            return (answer with { Reason = Answer.NoAnswer, Answered = time.GetUtcNow() }, null);
        }
    }

    /// <summary>Reads the answers of a request that stays open, until it has been heard enough or the server is gone.</summary>
    public async Task StayOpenAsync(
        string user,
        CookieJar jar,
        double server,
        Evidence evidence,
        Action<Answer> hear,
        CancellationToken enough)
    {
        var plan = RequestPlan.Plain(server, forced: false);
        try
        {
            await foreach (var line in web.ReadLinesAsync(
                $"/open?audience={Uri.EscapeDataString(apis.Audiences[plan.Api])}", jar, server, enough))
            {
                var said = JsonSerializer.Deserialize<NodeAnswer>(line, Json)!;
                var answer = NewAnswer(user, plan, said.AskedAt) with { IsCheck = true, SignedIn = false };
                hear(Read(said, answer with { Answered = said.HandedOutAt }, evidence) with { Version = null });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // Heard enough, or the server was killed.
        }
    }

    private Answer NewAnswer(string user, RequestPlan plan, DateTimeOffset asked) => new()
    {
        User = user,
        Audience = apis.Audiences[plan.Api],
        Scope = Scopes.Union(apis.Defaults[plan.Api], plan.Scope),
        Asked = asked,
        Answered = asked,
    };

    private string PathOf(RequestPlan plan, int version) =>
        PageOf(plan.Operation)
        + $"?audience={Uri.EscapeDataString(apis.Audiences[plan.Api])}&force={plan.Forced}"
        + (plan.Scope is null ? "" : $"&scope={Uri.EscapeDataString(plan.Scope)}")
        + (plan.Operation == Operation.ClaimsChange ? string.Create(CultureInfo.InvariantCulture, $"&version={version}") : "")
        + (plan.Renews ? $"&{NodeEndpoints.Renew}=true" : "");

    private static string PageOf(Operation operation) => operation switch
    {
        Operation.ClaimsChange => "/claims",
        Operation.OutAndIn => "/out-and-in",
        Operation.Reissue => "/reissue",
        Operation.Elevate => "/elevate",
        _ => "/token",
    };

    private Answer Read(Page page, Answer answer, Evidence evidence)
    {
        answer = answer with { Answered = time.GetUtcNow(), WroteCookie = page.WritesSession };
        return page.Status == HttpStatusCode.OK
            ? Read(JsonSerializer.Deserialize<NodeAnswer>(page.Body, Json)!, answer, evidence)
            : answer with { Reason = $"Status{(int)page.Status}" };
    }

    private Answer Read(NodeAnswer said, Answer answer, Evidence evidence)
    {
        var token = said.Token is null ? null : evidence.Read(said.Token);
        return answer with
        {
            Reason = said.Reason,
            Subject = said.Subject,
            ElevatedSubject = said.ElevatedSubject,
            Version = said.Version,
            Node = said.Node,
            SignIn = said.SignIn,
            Token = token,
            HasUnreadableToken = said.Token is not null && token is null,
            HandedOutAt = said.HandedOutAt,
            ObtainedAt = said.ExpiresAt - StormTimes.TokenLifetimes[Array.IndexOf(apis.Audiences, answer.Audience)],
        };
    }
}
