using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The users of ASP.NET Core Identity, in memory: what a login from outside needs, and no more.</summary>
internal sealed class MemoryUsers : IUserLoginStore<IdentityUser>
{
    private readonly ConcurrentDictionary<string, IdentityUser> _byId = new();
    private readonly ConcurrentDictionary<(string Provider, string Key), string> _logins = new();

    public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken)
    {
        _byId[user.Id] = user;
        return Task.FromResult(IdentityResult.Success);
    }

    public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) =>
        CreateAsync(user, cancellationToken);

    public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(_byId.GetValueOrDefault(userId));

    public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult(_byId.Values.SingleOrDefault(user => user.NormalizedUserName == normalizedUserName));

    public Task AddLoginAsync(IdentityUser user, UserLoginInfo login, CancellationToken cancellationToken)
    {
        _logins[(login.LoginProvider, login.ProviderKey)] = user.Id;
        return Task.CompletedTask;
    }

    public Task<IdentityUser?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        Task.FromResult(_logins.TryGetValue((loginProvider, providerKey), out var id) ? _byId[id] : null);

    public Task<IList<UserLoginInfo>> GetLoginsAsync(IdentityUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RemoveLoginAsync(
        IdentityUser user, string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.NormalizedUserName);

    public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken)
    {
        user.UserName = userName;
        return Task.CompletedTask;
    }

    public Task SetNormalizedUserNameAsync(IdentityUser user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.NormalizedUserName = normalizedName;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}
