using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Keys;

/// <summary>Data Protection's keys in a table. Read at start-up and about once a day; the interface waits.</summary>
internal sealed class KeyTable(SessionDatabase database) : IXmlRepository
{
    private readonly string _table = database.Schema.Table("data_protection_key");

    public IReadOnlyCollection<XElement> GetAllElements() => Translated(Read);

    public void StoreElement(XElement element, string friendlyName) => Translated(() => Store(element, friendlyName));

    /// <summary>The texts of the client name hosts and users, and the framework logs what it is thrown.</summary>
    private static T Translated<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (DatabaseFailure.Is(e))
        {
            throw DatabaseFailure.Of(e);
        }
    }

    private List<XElement> Read()
    {
        using var connection = database.Open();
        using var command = SessionDatabase.Command($"SELECT xml FROM {_table} ORDER BY created_at", connection);
        using var reader = command.ExecuteReader();
        List<XElement> keys = [];
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    private int Store(XElement element, string friendlyName)
    {
        using var connection = database.Open();
        using var command = SessionDatabase.Command(
            $"INSERT INTO {_table} (friendly_name, xml) VALUES ($1, $2) "
            + "ON CONFLICT (friendly_name) DO UPDATE SET xml = excluded.xml",
            connection,
            Values.Text(friendlyName),
            Values.Text(element.ToString(SaveOptions.DisableFormatting)));
        return command.ExecuteNonQuery();
    }
}
