namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>The applications, APIs and users that the tenant started with.</summary>
internal sealed class Registrations(Auth0TenantOptions options)
{
    public IReadOnlyList<TenantClient> Clients { get; } = [.. options.Clients];

    public IReadOnlyList<TenantApi> Apis { get; } = [.. options.Apis];

    public IReadOnlyList<TenantUser> Users { get; } = [.. options.Users];

    public IEnumerable<TenantUser> ActiveUsers => Users.Where(user => !user.Deleted);

    public TenantClient? FindClient(string? id) => Clients.FirstOrDefault(client => client.ClientId == id);

    public TenantApi? FindApi(string? audience) => Apis.FirstOrDefault(api => api.Identifier == audience);

    /// <summary>Finds a user by what a <c>login_hint</c> may say: id, address or name.</summary>
    public TenantUser? FindUser(string? hint) => ActiveUsers.FirstOrDefault(user =>
        user.Id == hint
        || string.Equals(user.Email, hint, StringComparison.OrdinalIgnoreCase)
        || string.Equals(user.Name, hint, StringComparison.OrdinalIgnoreCase));
}
