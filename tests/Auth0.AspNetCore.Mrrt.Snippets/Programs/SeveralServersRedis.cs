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
builder.Services.AddDataProtection()
    .SetApplicationName("orders-web")
    .ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(
        builder.Configuration["KeyCertificate:Path"]!, builder.Configuration["KeyCertificate:Password"]));
builder.Services.AddHealthChecks().AddAuth0();
builder.Services.AddProblemDetails();
builder.Services.Configure<ForwardedHeadersOptions>(options =>
    options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

var app = builder.Build();
app.UseForwardedHeaders(); // in this order: without the lines below, authentication runs first
app.UseExceptionHandler();
app.UseAuthentication();
app.UseAuthorization();
app.MapHealthChecks("/health");
app.MapGet("/", () => "Everybody can see this page. Open /stock to sign in.");
app.MapGet("/stock", async (HttpContext http) =>
{
    var token = await http.GetAccessTokenAsync(new AccessTokenRequest { Audience = "https://inventory.example.com" });
    return token is null ? "There is no token." : "Here is a token for the inventory API.";
}).RequireAuthorization();
app.Run();
#endregion
