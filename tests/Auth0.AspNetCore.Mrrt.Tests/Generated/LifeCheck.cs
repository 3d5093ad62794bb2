using System.Globalization;
using System.Net;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Leads one life with the library and with the model, and compares after every step.</summary>
internal sealed class LifeCheck : IDisposable
{
    /// <summary>A lifetime of nothing counts as none, in seconds.</summary>
    private const int AssumedLifetime = 300;

    private const int Limit = 3;

    private readonly TokenDesk _desk = new();
    private readonly Model _model;
    private int _issued;
    private string _refreshToken = "rt-3";

    private LifeCheck()
    {
        _desk.Settings.MaxAccessTokenSets = Limit;
        _desk.Settings.Scope = "a";
        _model = new Model(Limit, (long)_desk.Settings.AccessTokenExpirationLeeway.TotalSeconds);
    }

    public static async Task RunAsync(Life life)
    {
        using var check = new LifeCheck();
        check.SignIn(life);
        for (var i = 0; i < life.Steps.Length; i++)
        {
            var problem = await check.TakeAsync(life.Steps[i]);
            if (problem is not null)
            {
                throw new InvalidOperationException($"Step {i + 1} ({life.Steps[i]}): {problem}\n  {life}");
            }
        }
    }

    public void Dispose() => _desk.Dispose();

    private void SignIn(Life life)
    {
        _desk.Open(Given.Holding(
            Given.Set("login", Given.Orders, Text(life.LoginGranted), Text(life.LoginAsked), seconds: 300)));
        _model.Login = new ModelToken
        {
            Id = "login",
            Audience = Given.Orders,
            Asked = [.. life.LoginAsked],
            Granted = [.. life.LoginGranted],
            ExpiresAt = 300,
            UsedAt = 0,
        };
    }

    private async Task<string?> TakeAsync(Step step)
    {
        switch (step)
        {
            case Wait wait:
                _desk.Time.Advance(TimeSpan.FromSeconds(wait.Seconds));
                _model.Wait(wait.Seconds);
                return null;
            case NextRequest:
                _desk.OpenNext();
                return null;
            default:
                return await AskAsync((Ask)step);
        }
    }

    private async Task<string?> AskAsync(Ask ask)
    {
        var audience = ask.Audience ?? Given.Orders;
        HashSet<string> need = audience == Given.Orders ? ["a", .. ask.Scopes] : [.. ask.Scopes];
        var servable = ask.Force ? [] : _model.Servable(audience, need);
        var refused = servable.Length == 0 && !ask.Force && _model.Refuses(audience);
        var mustAsk = servable.Length == 0 && !refused && _model.CanRefresh;
        var toSend = _model.ToAsk(audience, need, ask.Force);
        ModelToken? issued = null;
        _desk.Tenant = form => Task.FromResult(Answer(ask.Answer, form, toSend, audience, out issued));
        var (askedBefore, spent) = (_desk.Asked.Count, _refreshToken);
        var result = await _desk.AskAsync(ask.Audience, Text(ask.Scopes), ask.Force);

        if (_desk.Asked.Count != askedBefore + (mustAsk ? 1 : 0))
        {
            return mustAsk ? "the tenant had to be asked, and was not" : "the tenant was asked needlessly";
        }

        if (!mustAsk)
        {
            if (servable.Length > 0)
            {
                return Served(result, servable, need, counts: true);
            }

            if (refused)
            {
                return Failed(result, AccessTokenFailure.AudienceNotGranted);
            }

            // Without a refresh token what is still valid is better than nothing.
            var last = ask.Force ? [] : _model.Servable(audience, need, withinLeeway: true);
            return last.Length > 0
                ? Served(result, last, need, counts: false)
                : Failed(result, AccessTokenFailure.NoRefreshToken);
        }

        var form = _desk.Asked[^1];
        if (form["audience"] != audience
            || !toSend.SetEquals(ScopeSet.Split(form.GetValueOrDefault("scope")))
            || form["refresh_token"] != spent)
        {
            return "the tenant was asked for something else, or with a refresh token that had been spent";
        }

        switch (ask.Answer.Kind)
        {
            case AnswerKind.Unavailable:
                var bridge = ask.Force ? [] : _model.Servable(audience, need, withinLeeway: true);
                return bridge.Length > 0
                    ? Served(result, bridge, need, counts: false)
                    : Failed(result, AccessTokenFailure.Transient);
            case AnswerKind.Rejected:
                _model.Reject();
                return Failed(result, AccessTokenFailure.RefreshTokenRejected);
            case AnswerKind.OtherAudience:
                _model.RefuseAudience(audience);
                return Failed(result, AccessTokenFailure.AudienceNotGranted);
            default:
                _model.Keep(issued!, need, ask.Force);
                return Served(result, [issued!], need, counts: true);
        }
    }

    private HttpResponseMessage Answer(
        TenantAnswer answer,
        IReadOnlyDictionary<string, string> form,
        HashSet<string> asked,
        string audience,
        out ModelToken? issued)
    {
        issued = null;
        if (answer.Kind == AnswerKind.Unavailable)
        {
            return TokenDesk.Json("<html></html>", HttpStatusCode.ServiceUnavailable);
        }

        if (answer.Kind == AnswerKind.Rejected)
        {
            return TokenDesk.Json("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden);
        }

        var number = ++_issued;
        var id = answer.Kind == AnswerKind.OtherAudience ? Given.Jwt("""{"aud":"https://elsewhere"}""") : $"t{number}";
        var silent = answer.Kind == AnswerKind.GrantWithoutWords;
        HashSet<string>? granted = silent
            ? form.ContainsKey("scope") ? [.. asked] : null
            : [.. asked.Intersect(answer.Allowed), .. asked.Count == 0 || answer.Widens ? answer.Allowed : []];
        issued = new ModelToken
        {
            Id = id,
            Audience = audience,
            Asked = [.. asked],
            Granted = granted,
            ExpiresAt = _model.Now + (answer.Lifetime > 0 ? answer.Lifetime : AssumedLifetime),
            ObtainedAt = _model.Now,
            UsedAt = _model.Now,
        };
        if (answer.Rotates)
        {
            _refreshToken = $"rt-{3 + number}";
        }

        var members = new List<string>
        {
            $"\"access_token\":\"{id}\"",
            $"\"expires_in\":{answer.Lifetime.ToString(CultureInfo.InvariantCulture)}",
        };
        if (!silent)
        {
            members.Add($"\"scope\":\"{string.Join(' ', granted!)}\"");
        }

        if (answer.Rotates)
        {
            members.Add($"\"refresh_token\":\"{_refreshToken}\"");
        }

        return TokenDesk.Json("{" + string.Join(',', members) + "}");
    }

    /// <param name="result">What the library gave.</param>
    /// <param name="allowed">The tokens any of which it may give.</param>
    /// <param name="need">The scopes asked for.</param>
    /// <param name="counts">Whether handing it out counts as use.</param>
    private string? Served(AccessTokenResult result, ModelToken[] allowed, HashSet<string> need, bool counts)
    {
        if (!result.Succeeded)
        {
            // Nothing of what was asked for was granted: then there is no token to give, and it must say so.
            var none = allowed.FirstOrDefault(token => need.Count > 0 && token.Missing(need).Length == need.Count);
            return none is not null && result.Reason == AccessTokenFailure.ScopeNotGranted
                ? null
                : $"{result.Reason} instead of {string.Join(" or ", allowed.Select(token => token.Id))}";
        }

        if (allowed.SingleOrDefault(token => token.Id == result.Token.Value) is not { } served)
        {
            return $"{result.Token.Value} instead of {string.Join(" or ", allowed.Select(token => token.Id))}";
        }

        if (counts)
        {
            served.UsedAt = _model.Now;
        }

        if (served.Missing(need).Length == need.Count && need.Count > 0)
        {
            return $"{served.Id} holds none of the scopes asked for";
        }

        return !result.MissingScopes.ToHashSet().SetEquals(served.Missing(need))
            || !result.Token.Scopes.ToHashSet().SetEquals(served.Granted ?? [])
            || result.Token.ExpiresAt != Given.Now.AddSeconds(served.ExpiresAt)
                ? $"what it says of {served.Id} is wrong"
                : null;
    }

    private static string? Failed(AccessTokenResult result, AccessTokenFailure reason) =>
        result.Reason == reason ? null : $"{result.Reason?.ToString() ?? result.Token!.Value} instead of {reason}";

    private static string? Text(string[] scopes) => scopes is [] ? null : string.Join(' ', scopes);
}
