using System.CommandLine;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Tenants;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg tenant list|keys|key|usage|quotas|weight</c>; all of it needs a key with the scope admin.</summary>
internal static class TenantCommand
{
    internal static readonly Argument<string> Tenant = new("tenant") { Description = "Its name." };

    private static readonly Argument<double?> Weight = new("weight") { Description = "The new one; with 3, three images for each of a tenant with 1. Default: only show it.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<long?> Images = new("--images-per-day") { Description = "Images with a result, failed ones too." };

    private static readonly Option<long?> Pixels = new("--pixels-per-day") { Description = "Pixels of the images at original size." };

    private static readonly Option<double?> Seconds = new("--device-seconds-per-day") { Description = "Seconds on devices." };

    private static readonly Option<long?> Bytes = new("--bytes-per-day") { Description = "Bytes of the encoded images." };

    private static readonly Option<int?> Jobs = new("--running-jobs") { Description = "Jobs at a time." };

    private static readonly Option<bool> None = new("--none") { Description = "Lift all quotas." };

    public static Command Create() => new("tenant", "Tenants of a server: their keys, use, quotas and weights. Needs a key with the scope admin.")
    {
        RemoteVerb.Of("list", "List the tenants that were given a key.", ListAsync),
        RemoteVerb.Of("keys", "List the keys that a tenant has or had.", TenantKeyVerbs.ListAsync, Tenant),
        TenantKeyVerbs.Create(),
        RemoteVerb.Of("usage", "Show what a tenant has used, by day, and may use.", async (call, cancellationToken) =>
            await UsagePage.ShowAsync(call.Output, await call.Client.Tenants.GetUsageAsync(call.Parsed.GetRequiredValue(Tenant), call.Parsed.GetValue(UsageCommand.From), call.Parsed.GetValue(UsageCommand.To), cancellationToken)),
            Tenant, UsageCommand.From, UsageCommand.To),
        RemoteVerb.Of("quotas", "Show what a tenant may use; with options, set those and leave the others.", QuotasAsync, Tenant, Images, Pixels, Seconds, Bytes, Jobs, None),
        RemoteVerb.Of("weight", "Show or set a tenant's share of the workers beside others.", WeightAsync, Tenant, Weight),
    };

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(NameRows.Of(call.Client.Tenants.ListAllAsync(cancellationToken)), ["Tenant"], row => [row.Name], "There are no tenants; a key makes one: alignzeg tenant key create TENANT");
        return ExitCode.Done;
    }

    private static async Task<int> QuotasAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string tenant = call.Parsed.GetRequiredValue(Tenant);
        var held = await call.Client.Tenants.GetQuotasAsync(tenant, cancellationToken);
        var wanted = Changed(call.Parsed, held);
        var quotas = wanted == held ? held : await call.Client.Tenants.SetQuotasAsync(tenant, wanted, cancellationToken);
        if (call.Output.Json) call.Output.Show(quotas);
        else call.Output.Say($"Quotas of '{tenant}': {UsagePage.Sentence(quotas)}");
        return ExitCode.Done;
    }

    private static TenantQuotas Changed(ParseResult parsed, TenantQuotas held) => parsed.GetValue(None)
        ? new()
        : new(parsed.GetValue(Images) ?? held.ImagesPerDay, parsed.GetValue(Pixels) ?? held.PixelsPerDay, parsed.GetValue(Seconds) ?? held.DeviceSecondsPerDay,
            parsed.GetValue(Bytes) ?? held.BytesPerDay, parsed.GetValue(Jobs) ?? held.RunningJobs);

    private static async Task<int> WeightAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string tenant = call.Parsed.GetRequiredValue(Tenant);
        double weight = call.Parsed.GetValue(Weight) is { } wanted
            ? await call.Client.Tenants.SetWeightAsync(tenant, wanted, cancellationToken)
            : await call.Client.Tenants.GetWeightAsync(tenant, cancellationToken);
        if (call.Output.Json) call.Output.Show(new TenantWeight(weight));
        else call.Output.Say($"Weight of '{tenant}': {weight:0.##}");
        return ExitCode.Done;
    }
}
