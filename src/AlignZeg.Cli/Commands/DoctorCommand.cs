using System.CommandLine;
using System.Text.Json;
using AlignZeg.Cli.Doctor;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using Spectre.Console;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg doctor</c>: what this machine has, what is wrong, and how to mend it.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder that jobs would write to. Default: the current one.", DefaultValueFactory = _ => "." };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of a model bundle, or clip:DIR. Default: the one that ships with alignzeg." };

    public static Command Create()
    {
        var command = new Command("doctor", "Check natives, device, threads, memory, storage and model, and say how to mend what is wrong.") { Output, Model, CommonOptions.Json };
        command.SetAction(parsed =>
        {
            var findings = Examination.Of(parsed.GetRequiredValue(Output), parsed.GetValue(Model) ?? LabelPlan.DefaultModel);
            bool broken = findings.Any(finding => finding.Verdict == Verdict.Fail);
            if (parsed.GetValue(CommonOptions.Json)) ShowJson(findings, broken);
            else ShowText(findings, broken);
            return broken ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void ShowJson(IReadOnlyList<Finding> findings, bool broken) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Event = "summary",
        Ok = !broken,
        Findings = findings.Select(one => new { one.Subject, Verdict = one.Verdict.ToString().ToLowerInvariant(), one.Fact, one.Remedy }),
    }, ResultJson.Line));

    private static void ShowText(IReadOnlyList<Finding> findings, bool broken)
    {
        var console = Reports.ClosingTable.Console();
        console.Profile.Width = 1000; // lines, not a table: let the terminal wrap them
        foreach (var finding in findings)
        {
            var (word, colour) = finding.Verdict switch { Verdict.Ok => ("ok  ", "green"), Verdict.Warn => ("warn", "yellow"), _ => ("FAIL", "red") };
            console.MarkupLine($"[{colour}]{word}[/]  {Markup.Escape(finding.Subject),-10} {Markup.Escape(finding.Fact)}");
            if (finding.Remedy is { } remedy) console.MarkupLine($"                 [bold]→[/] {Markup.Escape(remedy)}");
        }
        Console.Out.WriteLine(broken ? "Something is broken: see FAIL above." : "All that labelling needs is here.");
    }
}
