using AlignZeg.Cli.Labelling;

namespace AlignZeg.Cli.Tests.Labelling;

public sealed class JobFingerprintTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a.jpg\t1\t2")]
    [InlineData("a.jpg\t1\t2\nü 日本.png\t3\t4\n\nz")]
    public void HashLines_IsTheHashOfTheWholeText_SoThatJobsBegunEarlierGoOn(string text) => Assert.Equal(JobFingerprint.Hash(text), JobFingerprint.HashLines(text.Split('\n')));
}
