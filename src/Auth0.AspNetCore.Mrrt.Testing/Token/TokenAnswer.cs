using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>What the tenant answers to a call to <c>/oauth/token</c>, if no fault is in the way.</summary>
internal sealed class TokenAnswer
{
    private readonly JsonObject _body;

    private TokenAnswer(int status, JsonObject body, string? error)
    {
        Status = status;
        Error = error;
        _body = body;
    }

    public int Status { get; }

    public string? Error { get; }

    public static TokenAnswer Granted(JsonObject body) => new(StatusCodes.Status200OK, body, null);

    public static TokenAnswer Refused(OAuthError error) => new(error.Status, error.ToJson(), error.Code);

    public Task WriteAsync(HttpResponse response) => JsonReply.WriteAsync(response, Status, _body);
}
