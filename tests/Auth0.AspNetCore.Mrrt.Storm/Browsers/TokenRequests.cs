using System.Net;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Asks a server for a token and writes down what came of it.</summary>
internal sealed class TokenRequests(Web web, Apis apis, TimeProvider time)
{
    private const string NoAnswer = "NoAnswer";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reasons that say nothing about the session: the same request may succeed in a moment.</summary>
    public static bool IsPassing(string? reason) => reason is NoAnswer
        or nameof(AccessTokenFailure.Transient) or nameof(AccessTokenFailure.CoordinationUnavailable)
        || reason?.StartsWith("Status", StringComparison.Ordinal) == true;

    /// <summary>Sends a request; the caller delivers the page's cookies to the browser.</summary>
    public async Task<(Answer Answer, Page? Page)> SendAsync(
        string user, CookieJar jar, RequestPlan plan, Evidence evidence, CancellationToken cancellationToken)
    {
        using var away = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = time.GetUtcNow();
        if (plan.AbandonedAfter is { } after)
        {
            away.CancelAfter(after);
        }

        var answer = new Answer
        {
            User = user,
            Audience = apis.Audiences[plan.Api],
            Scope = Scopes.Union(apis.Defaults[plan.Api], plan.Scope),
            Asked = asked,
            Answered = asked,
        };
        try
        {
            var page = await web.GetAsync(PathOf(plan), jar, plan.Server, away.Token);
            return (Read(page, answer, evidence), page);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (answer with { Abandoned = true, Answered = time.GetUtcNow() }, null);
        }
        catch (HttpRequestException)
        {
            return (answer with { Reason = NoAnswer, Answered = time.GetUtcNow() }, null);
        }
    }

    private string PathOf(RequestPlan plan) =>
        $"/token?audience={Uri.EscapeDataString(apis.Audiences[plan.Api])}&force={plan.Forced}"
        + (plan.Scope is null ? "" : $"&scope={Uri.EscapeDataString(plan.Scope)}");

    private Answer Read(Page page, Answer answer, Evidence evidence)
    {
        var now = time.GetUtcNow();
        if (page.Status != HttpStatusCode.OK)
        {
            return answer with { Reason = $"Status{(int)page.Status}", Answered = now };
        }

        var said = JsonSerializer.Deserialize<NodeAnswer>(page.Body, Json)!;
        var token = said.Token is null ? null : evidence.Read(said.Token);
        return answer with
        {
            Reason = said.Reason,
            Answered = now,
            Subject = said.Subject,
            Token = token,
            HasUnreadableToken = said.Token is not null && token is null,
            HandedOutAt = said.HandedOutAt,
            ObtainedAt = said.ExpiresAt - StormTimes.TokenLifetimes[Array.IndexOf(apis.Audiences, answer.Audience)],
        };
    }
}
