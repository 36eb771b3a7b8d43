using System.CommandLine;
using System.Globalization;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Provenance;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg verify JOBFOLDER</c>.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Output folder of a finished alignzeg label." };

    private static readonly Option<double> Share = new("--share") { Description = $"Share of the images to label again, above 0 to 1; at least {VerifySample.Least} of them.", DefaultValueFactory = _ => 0.01 };

    private static readonly Option<long?> Seed = new("--seed") { Description = "Chooses the images; the same again chooses the same ones. Default: another one each time." };

    private static readonly Option<string[]> Images = new("--images") { Description = "Where the job's images are, as they were given to label. Default: where they were then.", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "The job's model. Default: where it was then." };

    public static Command Create()
    {
        var command = new Command("verify", "Label a random share of a job's images again and say whether its label maps are still what model and images give.") { Folder, Share, Seed, Images, Model, CommonOptions.Json };
        Share.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !double.TryParse(text, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and <= 1)))
                result.AddError($"--share is {text}; give a number above 0, up to 1.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var seed = parsed.GetValue(Seed) ?? Random.Shared.Next();
            var request = new VerifyRequest(parsed.GetRequiredValue(Folder), parsed.GetValue(Share), seed, parsed.GetValue(Images) ?? [], parsed.GetValue(Model), json);
            return new VerifyRun(request, ProgressViews.For(json, TimeProvider.System), TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }
}
