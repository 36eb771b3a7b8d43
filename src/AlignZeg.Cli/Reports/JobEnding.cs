using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Reports;

/// <summary>The last words of a job on standard output, and its exit code.</summary>
internal static class JobEnding
{
    public static int Show(JobSummary summary, string root, bool json)
    {
        var page = Path.Combine(root, "index.html");
        if (json) Console.Out.WriteLine(Event(summary, page).ToJsonString(ResultJson.Line));
        else ShowText(summary, page);
        return summary.Failed > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private static void ShowText(JobSummary summary, string page)
    {
        ClosingTable.Write(ClosingTable.Console(), summary);
        foreach (var line in ClosingTable.Lines(summary)) Console.Out.WriteLine(line);
        Console.Out.WriteLine($"Look at {page}");
    }

    private static JsonObject Event(JobSummary summary, string page)
    {
        var message = new JsonObject { ["event"] = "summary" };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(summary, ResultJson.Line)!.AsObject()) message[name] = value?.DeepClone();
        message["report"] = page;
        if (summary.Failed > 0) message["failures_file"] = Path.Combine(Path.GetDirectoryName(page)!, FailureList.FileName);
        return message;
    }
}
