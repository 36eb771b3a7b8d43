using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Cli.Commands;

/// <summary><c>--tile</c> and <c>--tile-overlap</c>: how pictures that are too large to be read whole are cut.</summary>
internal static class TileOptions
{
    private const string Auto = "auto", Off = "off";

    public static Option<string> Size { get; } = new("--tile")
    {
        Description = $"Large images are read in overlapping tiles: auto (above {JobTiling.Auto.Above} pixels a side, tiles of {JobTiling.Auto.Size}), off, or the side of a tile in pixels, for all images that are larger.",
        DefaultValueFactory = _ => Auto,
    };

    public static Option<int?> Overlap { get; } = new("--tile-overlap") { Description = "Pixels that neighbouring tiles share, up to half a tile. Default: a quarter of a tile." };

    /// <summary>Adds both to a command, with what may be given.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Size);
        command.Options.Add(Overlap);
        command.Validators.Add(result =>
        {
            if (ProblemOf(result) is { } problem) result.AddError(problem);
        });
    }

    /// <summary>Whether anything was said about tiles.</summary>
    public static bool IsGiven(ParseResult parsed) => parsed.GetResult(Size) is { Implicit: false } || parsed.GetResult(Overlap) is { Implicit: false };

    /// <summary>What was asked for; null = every picture whole.</summary>
    public static JobTiling? Read(ParseResult parsed) => TilingOf(parsed.GetRequiredValue(Size), parsed.GetValue(Overlap));

    private static JobTiling? TilingOf(string size, int? overlap) => size switch
    {
        Off => null,
        Auto => JobTiling.Auto with { Overlap = overlap ?? JobTiling.Auto.Overlap },
        _ => JobTiling.Of(int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture), overlap),
    };

    private static string? ProblemOf(CommandResult result)
    {
        if (result.GetValue(Size) is not { } size || (result.GetResult(Overlap) is { } given && given.Errors.Any())) return null; // said already
        bool isNumber = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= JobTiling.SmallestSize and <= JobTiling.LargestSize;
        if (!isNumber && size is not (Auto or Off)) return $"--tile is {size}; give auto, off, or a number from {JobTiling.SmallestSize} to {JobTiling.LargestSize:N0}.";
        if (result.GetValue(Overlap) is not { } overlap) return null;
        if (size == Off) return "--tile-overlap has no meaning with --tile off; leave one of them out.";
        int most = TilingOf(size, overlap)!.Size / 2;
        return overlap >= 0 && overlap <= most ? null : $"--tile-overlap is {overlap}; give a number from 0 to {most:N0}, half a tile.";
    }
}
