#region readme
using Auth0.AspNetCore.Mrrt;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services
    .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
    .WithAccessToken(options => options.Audience = "https://orders.example.com");

var app = builder.Build();
app.MapGet("/", () => "Everybody can see this page. Open /stock to sign in.");
app.MapGet("/stock", async (HttpContext http) =>
{
    var token = await http.GetAccessTokenAsync(new AccessTokenRequest { Audience = "https://inventory.example.com" });
    return token is null ? "There is no token." : "Here is a token for the inventory API.";
}).RequireAuthorization();
app.Run();
#endregion
