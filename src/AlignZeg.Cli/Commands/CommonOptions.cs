using System.CommandLine;

namespace AlignZeg.Cli.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, one event per line, for machines; the last line is the result." };

    /// <summary>Refuses numbers outside a range with one sentence.</summary>
    public static void RequireBetween(this Option<int?> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() is { } value && (value < least || value > most)) result.AddError($"{option.Name} is {value}; give a number from {least} to {most:N0}.");
    });

    /// <summary>Refuses numbers outside a range with one sentence.</summary>
    public static void RequireBetween(this Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < least || value > most)) result.AddError($"{option.Name} is {value}; give a number from {least} to {most:N0}.");
    });
}
