using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Keys;

/// <summary>Data Protection's keys in a list of Redis. Read at start-up and about once a day; the interface waits.</summary>
internal sealed class RedisKeys(RedisConnection connection, IOptions<RedisOptions> options) : IXmlRepository
{
    private readonly RedisXmlRepository _list = new(() => Database(connection), new KeyNames(options.Value.KeyPrefix).Keys);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            return _list.GetAllElements();
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        try
        {
            _list.StoreElement(element, friendlyName);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.Of(e);
        }
    }

    private static IDatabase Database(RedisConnection connection) =>
        Task.Run(() => connection.OpenAsync(CancellationToken.None)).GetAwaiter().GetResult().GetDatabase();
}
