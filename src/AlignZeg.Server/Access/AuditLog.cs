using System.Text;
using System.Text.Json;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Logs;

namespace AlignZeg.Server.Access;

/// <summary>Who administered what: JSON Lines under <c>audit/YYYY-MM.jsonl</c>, written by all silos, never changed.</summary>
internal sealed class AuditLog(IAppendStore store, TimeProvider time)
{
    private const int Attempts = 50;

    /// <summary>Returns when the entry is durable.</summary>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string name = $"audit/{now:yyyy-MM}.jsonl";
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry with { At = now }, WireJson.Options) + "\n");
        for (int attempt = 1; ; attempt++)
        {
            long length = await store.RecoverAsync(name, cancellationToken);
            try
            {
                await store.AppendAsync(name, line, length, cancellationToken);
                return;
            }
            catch (LogFencedException) when (attempt < Attempts)
            {
                // Another request was first: append after it.
            }
        }
    }
}

/// <summary>One line of the audit log.</summary>
/// <param name="Event"><c>asked</c> before anything is done, <c>answered</c> after.</param>
/// <param name="Key">Who, without the secret.</param>
/// <param name="Action">Method and path.</param>
/// <param name="RequestId">Joins the two events.</param>
/// <param name="Outcome">Answered: <c>done</c>, or the code of the problem.</param>
/// <param name="At">When.</param>
internal sealed record AuditEntry(string Event, string Key, string Action, string RequestId, string? Outcome = null, DateTimeOffset At = default);
