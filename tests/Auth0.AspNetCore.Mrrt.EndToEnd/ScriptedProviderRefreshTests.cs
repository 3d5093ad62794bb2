using System.Net;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.Lies;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

public sealed class ScriptedProviderRefreshTests() : RefreshContract(new ScriptedProvider())
{
    internal override IReadOnlyDictionary<RefreshCondition, string> AlwaysSent { get; } =
        new Dictionary<RefreshCondition, string>();

    private ScriptedProvider Script => (ScriptedProvider)Provider;

    private protected override async Task PrepareAsync(RefreshCondition condition)
    {
        switch (condition)
        {
            case RefreshCondition.RateLimited:
                var answer = Error("too_many_requests", HttpStatusCode.TooManyRequests);
                answer.Headers.RetryAfter = new(Wait);
                Script.AnswerNextRefresh(() => answer);
                break;
            case RefreshCondition.Unavailable:
                await Script.FailNextRefreshAsync(503);
                break;
            case RefreshCondition.NoAnswer:
                Script.AnswerNextRefresh(() => throw new HttpRequestException("No answer."));
                break;
            case RefreshCondition.NoIdToken:
                Script.ChangeRefreshes(answer => answer.Remove("id_token"));
                break;
            case RefreshCondition.NoScope:
                Script.ChangeRefreshes(answer => answer.Remove("scope"));
                break;
            case RefreshCondition.NoExpiresIn:
                Script.ChangeRefreshes(answer => answer.Remove("expires_in"));
                break;
            case RefreshCondition.NotRotated:
                Script.Rotates = false;
                break;
            case RefreshCondition.Granted:
            case RefreshCondition.OtherAudience:
            case RefreshCondition.DroppedScope:
            case RefreshCondition.SpentToken:
            case RefreshCondition.WrongSecret:
                break; // the tenant does that itself
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, "Nobody knows how.");
        }
    }

    private static HttpResponseMessage Error(string error, HttpStatusCode status) =>
        ScriptedTenant.Json(new JsonObject { ["error"] = error }, status);
}
