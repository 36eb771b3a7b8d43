using System.CommandLine;
using AlignZeg.Cli.Remote;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg usage</c>.</summary>
internal static class UsageCommand
{
    internal static readonly Option<DateOnly?> From = new("--from") { Description = "First day (UTC), such as 2030-01-31. Default: 30 days up to the last one." };

    internal static readonly Option<DateOnly?> To = new("--to") { Description = "Last day (UTC). Default: today." };

    public static Command Create() => RemoteVerb.Of("usage", "Show what you have used at a server, by day, and may use.", async (call, cancellationToken) =>
        await UsagePage.ShowAsync(call.Output, await call.Client.Usage.GetAsync(call.Parsed.GetValue(From), call.Parsed.GetValue(To), cancellationToken)), From, To);
}
