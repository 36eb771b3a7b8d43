using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Client.Tenants;

namespace AlignZeg.Cli.Remote;

/// <summary>What a tenant has used and may use, in words.</summary>
internal static class UsagePage
{
    public static async Task<int> ShowAsync(RemoteOutput output, TenantUsage usage)
    {
        if (output.Json)
        {
            output.Show(usage);
            return ExitCode.Done;
        }

        var rows = usage.Days.Select(day => (day.Day.ToString("yyyy-MM-dd"), day.Usage)).Append(("all of these", usage.Total)).Append(("ever", usage.Ever));
        await output.ListAsync(rows.ToAsyncEnumerable(), ["Day (UTC)", "Images", "Pixels", "Bytes", "On devices", "Reused"], row => Cells(row.Item1, row.Item2), "");
        output.Say($"Weight {usage.Weight:0.##}, {usage.RunningJobs:N0} jobs running; quotas: {Sentence(usage.Quotas)}");
        return ExitCode.Done;
    }

    public static string Sentence(TenantQuotas quotas)
    {
        string?[] limits =
        [
            quotas.ImagesPerDay is { } images ? $"{images:N0} images a day" : null, quotas.PixelsPerDay is { } pixels ? $"{pixels:N0} pixels a day" : null,
            quotas.DeviceSecondsPerDay is { } seconds ? $"{seconds:N0} s on devices a day" : null, quotas.BytesPerDay is { } bytes ? $"{Figures.Bytes(bytes)} a day" : null,
            quotas.RunningJobs is { } jobs ? $"{jobs:N0} jobs at a time" : null,
        ];
        return limits.OfType<string>().DefaultIfEmpty("none").Aggregate((all, one) => $"{all}, {one}");
    }

    private static string[] Cells(string day, UsageAmount usage) =>
        [day, Figures.Count(usage.Images), Figures.Count(usage.Pixels), Figures.Bytes(usage.Bytes), Figures.Duration(TimeSpan.FromSeconds(usage.DeviceSeconds)), Figures.Count(usage.Reused)];
}
