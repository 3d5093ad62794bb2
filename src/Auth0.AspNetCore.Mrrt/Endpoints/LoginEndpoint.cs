using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Begins a login. The login handler itself refuses prefetches, scripts and parts of other sites' pages.</summary>
internal sealed class LoginEndpoint(string scheme, LoginParameters parameters, ILogger<LoginEndpoint> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        JsonAnswer.Protect(http.Response);
        var login = new LoginAuthenticationPropertiesBuilder();
        if (parameters.Read(http.Request.Query, SignedOutReturn.PathBase(http), login) is { } wrong)
        {
            logger.LoginParameterRefused(scheme, wrong);
            await JsonAnswer.ProblemAsync(
                http, StatusCodes.Status400BadRequest, "The login cannot begin with this parameter.", ("parameter", wrong)).ConfigureAwait(false);
            return;
        }

        await http.ChallengeAsync(scheme, login.Build()).ConfigureAwait(false);
    }
}
