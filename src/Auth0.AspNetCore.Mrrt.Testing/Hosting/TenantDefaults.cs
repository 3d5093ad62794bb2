namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Fills the lists that were left empty, so that a tenant works without any configuration.</summary>
internal static class TenantDefaults
{
    private static readonly string[] Loopback = ["http://localhost:*", "https://localhost:*", "http://127.0.0.1:*"];

    public static void Fill(Auth0TenantOptions options)
    {
        if (options.Apis.Count == 0)
        {
            options.Apis.Add(Api("https://orders.example.com", "Orders", "read:orders", "write:orders"));
            options.Apis.Add(Api("https://inventory.example.com", "Inventory", "read:inventory"));
            options.Apis.Add(Api("https://admin.example.com", "Admin", "read:admin"));
        }

        if (options.Users.Count == 0)
        {
            options.Users.Add(User("alice", "Alice Archer"));
            options.Users.Add(User("bob", "Bob Baker"));
        }

        if (options.Clients.Count == 0)
        {
            options.Clients.Add(Quickstart(options.Apis));
        }
    }

    private static TenantApi Api(string identifier, string name, params string[] scopes) =>
        new() { Identifier = identifier, Name = name, Scopes = [.. scopes] };

    private static TenantUser User(string nickname, string name) =>
        new() { Id = $"auth0|{nickname}", Name = name, Email = $"{nickname}@example.com" };

    private static TenantClient Quickstart(IEnumerable<TenantApi> apis) => new()
    {
        ClientId = "quickstart-client",
        ClientSecret = "quickstart-secret-for-tests-only",
        Name = "Quickstart",
        Callbacks = [.. Loopback.Select(origin => $"{origin}/callback")],
        LogoutUrls = [.. Loopback.SelectMany(origin => new[] { $"{origin}/", origin })],
        Policies = [.. apis.Select(api => new RefreshTokenPolicy { Audience = api.Identifier, Scopes = [.. api.Scopes] })],
    };
}
