using System.Text;

namespace AlignZeg.Cli.Progress;

/// <summary>One line on a terminal, redrawn in place.</summary>
internal sealed class BarView(TextWriter terminal, TimeProvider time, Func<int> width) : IProgressView
{
    private const int Cells = 28;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    private long _last;
    private bool _open;

    public void Stage(string text)
    {
        Close();
        terminal.WriteLine(text);
    }

    public void Update(ProgressSnapshot snapshot)
    {
        long now = time.GetTimestamp();
        if (_last != 0 && time.GetElapsedTime(_last, now) < Interval) return;
        _last = now;
        Draw(snapshot);
    }

    public void Finish(ProgressSnapshot snapshot)
    {
        Draw(snapshot);
        Close();
    }

    private void Draw(ProgressSnapshot snapshot)
    {
        var line = $"{Bar(snapshot.Total == 0 ? 1 : (double)snapshot.Done / snapshot.Total)} {ProgressLine.Of(snapshot)}";
        int room = Math.Max(20, width() - 1);
        terminal.Write($"\r{(line.Length > room ? line[..room] : line)}\u001b[K");
        terminal.Flush();
        _open = true;
    }

    private void Close()
    {
        if (_open) terminal.WriteLine();
        _open = false;
    }

    private static string Bar(double fraction)
    {
        int eighths = (int)Math.Round(Math.Clamp(fraction, 0, 1) * Cells * 8);
        var bar = new StringBuilder().Append('█', eighths / 8).Append(Eighths[eighths % 8]);
        return bar.Append('░', Cells - bar.Length).ToString();
    }
}
