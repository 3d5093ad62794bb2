using Auth0.AspNetCore.Mrrt;
using Microsoft.AspNetCore.DataProtection;

// Settings come from the environment or the arguments: Auth0:Domain, Auth0:ClientId, Auth0:ClientSecret and Keys.
var builder = WebApplication.CreateSlimBuilder(args);
var keys = builder.Configuration["Keys"]
    ?? throw new InvalidOperationException("Keys is missing: set it to a folder for the Data Protection keys.");
builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keys));
builder.Services.AddAuthorization();
builder.Services
    .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
    .WithAccessToken(options =>
    {
        options.Audience = "https://orders.example.com";
        options.UseRefreshTokens = true;
    });

var app = builder.Build();
app.MapGet("/account", (HttpContext http) => $"Signed in: {http.User.Identity?.Name}").RequireAuthorization();
app.MapGet("/token", async (HttpContext http, string audience) =>
{
    var result = await http.GetAccessTokenResultAsync(
        new AccessTokenRequest { Audience = audience }, cancellationToken: http.RequestAborted);
    return result.Succeeded ? "There is a token." : $"There is no token: {result.Reason}";
}).RequireAuthorization();
app.Run();
