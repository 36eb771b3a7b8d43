using System.CommandLine;

namespace AlignZeg.Cli.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, one event per line, for machines; the last line is the result." };

    /// <summary>Refuses numbers outside a range with one sentence.</summary>
    public static void RequireBetween(this Option option, int least, int most) => option.Validators.Add(result =>
    {
        foreach (var value in result.Tokens.Select(token => token.Value).Where(value => !int.TryParse(value, out int number) || number < least || number > most))
            result.AddError($"{option.Name} is {value}; give a number from {least} to {most:N0}.");
    });
}
