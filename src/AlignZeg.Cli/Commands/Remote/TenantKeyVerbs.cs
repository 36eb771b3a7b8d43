using System.CommandLine;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Tenants;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg tenant key create|rotate|revoke</c>. A new key is printed once, and nothing else is on its line, so that it can go into a file.</summary>
internal static class TenantKeyVerbs
{
    private static readonly Argument<string> Id = new("id") { Description = "Of the key, as 'tenant keys' says it; no secret." };

    private static readonly Option<string[]> Scopes = new("--scope") { Description = "What its holder may do: read, label (includes read) or admin (of the tenant operator only); may be given several times. Default: label.", DefaultValueFactory = _ => ["label"] };

    private static readonly Option<string?> Note = new("--note") { Description = "What it is for." };

    private static readonly Option<DateTimeOffset?> Expires = new("--expires") { Description = "When it ends by itself, such as 2030-01-31T12:00Z. Default: never." };

    private static readonly Option<int> Overlap = new("--overlap-seconds") { Description = "How long the old key stays valid beside the new one. Default: 0, it ends now." };

    public static Command Create()
    {
        Scopes.AcceptOnlyFromAmong("read", "label", "admin");
        Overlap.RequireBetween(0, 30 * 86_400);
        return new("key", "Make, turn and end keys of a tenant.")
        {
            RemoteVerb.Of("create", "Make a key; it is shown now and never again.", CreateAsync, TenantCommand.Tenant, Scopes, Note, Expires),
            RemoteVerb.Of("rotate", "Put a new key in the place of an old one.", RotateAsync, TenantCommand.Tenant, Id, Overlap),
            RemoteVerb.Of("revoke", "End a key at once, for good.", RevokeAsync, TenantCommand.Tenant, Id),
        };
    }

    public static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var keys = await call.Client.Keys.ListAsync(call.Parsed.GetRequiredValue(TenantCommand.Tenant), cancellationToken);
        await call.Output.ListAsync(keys.ToAsyncEnumerable(), ["Key", "Scopes", "Note", "Made", "Ends", "Revoked"], key =>
            [key.Id, string.Join(", ", key.Scopes).ToLowerInvariant(), key.Note, JobPage.Time(key.CreatedAt), Time(key.ExpiresAt), Time(key.RevokedAt)], "The tenant has no keys.");
        return ExitCode.Done;
    }

    private static async Task<int> CreateAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        KeyScope[] scopes = [.. call.Parsed.GetRequiredValue(Scopes).Select(scope => Enum.Parse<KeyScope>(scope, ignoreCase: true))];
        return ShowNew(call, await call.Client.Keys.CreateAsync(call.Parsed.GetRequiredValue(TenantCommand.Tenant), new(scopes, call.Parsed.GetValue(Note), call.Parsed.GetValue(Expires)), cancellationToken));
    }

    private static async Task<int> RotateAsync(RemoteCall call, CancellationToken cancellationToken) => ShowNew(call, await call.Client.Keys.RotateAsync(
        call.Parsed.GetRequiredValue(TenantCommand.Tenant), call.Parsed.GetRequiredValue(Id), TimeSpan.FromSeconds(call.Parsed.GetValue(Overlap)), cancellationToken));

    private static async Task<int> RevokeAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var key = await call.Client.Keys.RevokeAsync(call.Parsed.GetRequiredValue(TenantCommand.Tenant), call.Parsed.GetRequiredValue(Id), cancellationToken);
        if (call.Output.Json) call.Output.Show(key);
        else call.Output.Say($"The key {key.Id} has ended.");
        return ExitCode.Done;
    }

    private static int ShowNew(RemoteCall call, ApiKeyInfo key)
    {
        if (call.Output.Json)
        {
            call.Output.Show(key);
            return ExitCode.Done;
        }

        Console.Error.WriteLine($"Key {key.Id}, shown once:");
        Console.Out.WriteLine(key.Key);
        return ExitCode.Done;
    }

    private static string? Time(DateTimeOffset? time) => time is { } known ? JobPage.Time(known) : null;
}
