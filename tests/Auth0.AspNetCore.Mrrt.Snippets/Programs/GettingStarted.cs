#region getting-started
using Auth0.AspNetCore.Mrrt;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services
    .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
    .WithAccessToken(options =>
    {
        options.Audience = "https://orders.example.com";
        options.ScopeByAudience["https://orders.example.com"] = "read:orders";
        options.ScopeByAudience["https://inventory.example.com"] = "read:inventory";
    });

var app = builder.Build();
app.MapGet("/", () => "Everybody can see this page. Open /stock to sign in.");
app.MapGet("/denied", () => "You may not use this page.");
app.MapGet("/stock", async (HttpContext http) =>
{
    var result = await http.GetAccessTokenResultAsync(
        new AccessTokenRequest { Audience = "https://inventory.example.com" });
    return result.Succeeded
        ? Results.Text($"A token for https://inventory.example.com until {result.Token.ExpiresAt:t}.")
        : Results.Problem(result.ErrorDescription, title: result.Reason.ToString());
}).RequireAuthorization();
app.MapPost("/sign-out", () => Results.SignOut(authenticationSchemes: [Auth0Constants.AuthenticationScheme]));
app.Run();
#endregion
