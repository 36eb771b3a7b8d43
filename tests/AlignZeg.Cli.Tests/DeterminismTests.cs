namespace AlignZeg.Cli.Tests;

public sealed class DeterminismTests(ReferenceRun reference)
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("3", "5")]
    public async Task Results_DependOnNeitherWorkersNorBatches(string workers, string batchImages)
    {
        using var folder = new TemporaryFolder();
        (await AlignZegProcess.RunAloneAsync(reference.Command(folder["out"], "--workers", workers, "--batch-images", batchImages))).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
        Assert.Equal(await CardAsync(reference.Output), await CardAsync(folder["out"]));
    }

    private static Task<string> CardAsync(string output) => File.ReadAllTextAsync(Path.Combine(output, "provenance.json"), TestContext.Current.CancellationToken);
}
