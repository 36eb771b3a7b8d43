using System.CommandLine;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Exports;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job export JOB --format F --output DIR|FILE.zip</c>.</summary>
internal static class JobExportVerb
{
    private static readonly Option<string> Format = new("--format", "-f") { Description = $"What to write: {string.Join(", ", ExportFormats.All.Select(one => one.Name))}.", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make, or a file FILE.zip; it appears when the export is whole.", Required = true };

    private static readonly Option<string?> Id = new("--id") { Description = "Names the export: the same again goes on with it, or brings it again. Default: a new one." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail, and bring nothing, if the format loses anything." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an earlier export." };

    public static Command Create() =>
        RemoteVerb.Of("export", "Have the server write the results of a job in another format, and bring them.", RunAsync, JobCommand.Job, Format, Output, Id, Strict, Overwrite);

    private static Task<int> RunAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var parsed = call.Parsed;
        var order = new ExportOrder(parsed.GetRequiredValue(Format), parsed.GetValue(Strict), parsed.GetValue(Id));
        return new RemoteExport(call, JobCommand.NameOf(call), order, parsed.GetRequiredValue(Output), parsed.GetValue(Overwrite)).RunAsync(cancellationToken);
    }
}
