#region several-servers-redis
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services
    .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
    .WithAccessToken(options => options.Audience = "https://orders.example.com")
    .WithRedis(builder.Configuration.GetConnectionString("Sessions")!, options =>
    {
        options.StoreSessions = true;
        options.DataProtectionKeys = true;
    });
var certificates = builder.Configuration.GetSection("KeyCertificates").GetChildren()
    .Select(file => X509CertificateLoader.LoadPkcs12FromFile(file["Path"]!, file["Password"]))
    .ToArray();
if (certificates is [])
{
    throw new InvalidOperationException("KeyCertificates:0:Path is missing: set it to a certificate that encrypts the keys.");
}

builder.Services.AddDataProtection()
    .SetApplicationName("orders-web")
    .ProtectKeysWithCertificate(certificates[0])
    .UnprotectKeysWithAnyCertificate(certificates);
builder.Services.AddHealthChecks().AddAuth0();
builder.Services.AddProblemDetails();
builder.Services.Configure<ForwardedHeadersOptions>(options =>
{
    options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    foreach (var network in builder.Configuration.GetSection("LoadBalancer:Networks").GetChildren())
    {
        options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network.Value!));
    }
});

var app = builder.Build();
app.UseForwardedHeaders();
app.UseExceptionHandler();
// Without this line WebApplication would run the authentication first, before the forwarded headers are read.
app.UseAuthentication();
app.UseAuthorization();
app.MapHealthChecks("/health");
app.MapGet("/", () => "Everybody can see this page. Open /stock to sign in.");
app.MapGet("/denied", () => "You may not use this page.");
app.MapGet("/stock", async (HttpContext http) =>
{
    var token = await http.GetAccessTokenAsync(new AccessTokenRequest { Audience = "https://inventory.example.com" });
    return token is null ? "There is no token." : "Here is a token for the inventory API.";
}).RequireAuthorization();
app.MapPost("/sign-out", () => Results.SignOut(authenticationSchemes: [Auth0Constants.AuthenticationScheme]));
app.Run();
#endregion
