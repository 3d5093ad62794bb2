using System.Net.Sockets;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>One client's transaction on one connection: ends when every question is answered and no transaction is
/// open.</summary>
internal sealed class PooledTransaction(Socket client, Socket database)
{
    private int _unanswered;

    /// <summary>What the client says next: already being read when the transaction ends.</summary>
    public Task<byte[]?> Next { get; private set; } = Task.FromResult<byte[]?>(null);

    /// <returns>Whether it ended, rather than broke off.</returns>
    public async Task<bool> RunAsync(byte[] first)
    {
        await AskAsync(first);
        var answer = PostgreSqlMessages.ReadAsync(database);
        Next = PostgreSqlMessages.ReadAsync(client);
        while (true)
        {
            if (await Task.WhenAny(answer, Next) == Next)
            {
                if (await Next is not { } question || question[0] == 'X')
                {
                    return false;
                }

                await AskAsync(question);
                Next = PostgreSqlMessages.ReadAsync(client);
                continue;
            }

            if (await answer is not { } message)
            {
                client.Dispose();
                return false;
            }

            await client.SendAsync(message);
            if (message[0] == 'Z' && --_unanswered == 0 && message[5] == 'I')
            {
                return true;
            }

            answer = PostgreSqlMessages.ReadAsync(database);
        }
    }

    private async Task AskAsync(byte[] message)
    {
        _unanswered += message[0] is (byte)'Q' or (byte)'S' ? 1 : 0;
        await database.SendAsync(message);
    }
}
