using System.CommandLine;
using AlignZeg.Cli.Benchmarks.Ui;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench ui</c>.</summary>
internal static class BenchUiCommand
{
    private static readonly Option<string> Chromium = new("--chromium") { Description = "The browser: its path, or its name on PATH.", DefaultValueFactory = _ => "chromium" };

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long the large image is panned.", DefaultValueFactory = _ => 5 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each page is opened with nothing kept; medians are reported.", DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        var command = new Command("ui", "The pages in a real browser: time to the first overlay, frames/s while a 48 MP image is panned, bytes that are sent.") { Chromium, Seconds, Repetitions, CommonOptions.Json };
        Seconds.RequireBetween(1, 600);
        Repetitions.RequireBetween(1, 100);
        command.SetAction((parsed, cancellationToken) => new UiBenchmark(
            parsed.GetRequiredValue(Chromium), parsed.GetValue(Seconds), parsed.GetValue(Repetitions), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
