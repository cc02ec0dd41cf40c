import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { findEncoderTexts } from '../../media/encoder-texts.ts';
import { guide } from '../../media/guides/streams.ts';
import { readMovieHeader } from '../../media/movie-header.ts';
import { streamChecks } from '../../media/stream-checks.ts';
import { ContainerFacts, containerFacts, StreamFacts, streamFacts } from '../../media/stream-facts.ts';
import { comparisonTable, streamTable, streamTimeline, tagTable } from '../../media/stream-figures.ts';
import { hasDemuxer, probeStreams } from '../../media/video.ts';
import { countPackets } from '../../media/video-packets.ts';

const Result = z.object({ container: ContainerFacts, streams: z.array(StreamFacts) });

const limits = [
  localized(
    'Headers are easy to rewrite; what agrees was not necessarily left alone.',
    '文件头易于改写；数值一致并不说明未被改动。',
  ),
  localized(
    'Only the first frames are decoded; all packets are counted, not decoded.',
    '仅解码最初若干帧；其余数据包只计数，不解码。',
  ),
  localized(
    'Edit lists and track headers are read from MP4 and QuickTime files only.',
    '仅在 MP4 与 QuickTime 文件中读取编辑列表和轨道头。',
  ),
];

export const analysis = defineAnalysis({
  id: 'media.streams',
  version: 1,
  title: localized('Streams', '媒体流'),
  summary: localized(
    'Lists the picture, sound and data streams with their codecs and times, and sets what the container declares beside what the bitstream and the packets show.',
    '列出画面、声音与数据流及其编解码器和时间信息，并将容器的声明与码流、数据包的实际情况对照。',
  ),
  guide,
  reference: {
    cite: 'ISO/IEC 14496-12:2022; ITU-T H.264 (2021) annex D; FFmpeg ffprobe; T. Gloe, A. Fischer, M. Kirchner, “Forensic analysis of video file formats”, Digital Investigation 11 (2014) S68–S76',
    url: 'https://doi.org/10.1016/j.diin.2014.03.009',
    limits,
  },
  engines: ['ffprobe'],
  // A packet header is a line of text; a long film has millions.
  limits: { timeMs: 120_000, outputBytes: 512 * 1024 * 1024 },
  appliesTo(media) {
    if (media.format === 'midi')
      return localized(
        'MIDI is a score, not a recording: it has no streams.',
        'MIDI 是乐谱而非录音，不含媒体流。',
      );
    if (media.kind === 'audio' || media.kind === 'video' || media.format === 'gif') return true;
    const moving = media.kind === 'image' && (media.frames ?? 1) > 1 && hasDemuxer(media.format);
    return moving
      ? true
      : localized('The file has no sound and no moving picture.', '文件不含声音或动态画面。');
  },
  parameters: z.object({}),
  result: Result,

  async run({ evidence, limits: bounds, signal, progress }) {
    const { path, media } = evidence;
    // Headers are small whatever the file: the large output limit is for packets.
    const answer = await probeStreams(path, media, { ...bounds, outputBytes: 16 * 1024 * 1024 }, signal);
    if (!answer.ok) return { outcome: 'undetermined', reason: answer.reason, warnings: answer.warnings };
    progress(0.3);
    const { probe } = answer;
    const warnings = [...probe.warnings];
    const counted = await countPackets(path, media, bounds, signal);
    if (counted.ok) warnings.push(...counted.warnings.filter((line) => !warnings.includes(line)));
    else warnings.push(`packets not counted: ${counted.reason.text.en}`);
    // ffprobe takes a header for a stream, and does not complain that nothing follows.
    if (counted.ok && counted.streams.size === 0) warnings.push('no packet of any stream could be read');
    progress(0.9);
    const movie = ['mp4', 'mov', 'm4a', 'mp4-fragment', 'heif', 'avif'].includes(media.format)
      ? readMovieHeader(path)
      : null;
    const texts = await findEncoderTexts(path, probe, media);
    const streams = streamFacts(probe, counted.ok ? counted.streams : null, movie, texts);
    return { outcome: 'found', result: { container: containerFacts(probe, movie), streams }, warnings };
  },

  figures({ container, streams }) {
    return [
      streamTable(streams),
      comparisonTable(container, streams),
      streamTimeline(container, streams),
      tagTable(container, streams),
    ].filter((figure): figure is Figure => figure !== null);
  },

  interpret({ container, streams }) {
    const findings: Finding[] = [contents(container, streams)];
    for (const check of streamChecks(container, streams)) {
      findings.push({
        code: check.code,
        statement: check.statement,
        bearing: check.bearing,
        ...(check.proposition === null ? {} : { proposition: check.proposition }),
        strength: check.strength,
        limits,
        innocent: [...check.innocent],
        figures: figuresOf(check.code),
      });
    }
    return findings;
  },
});

/** Figures that show a check: all streams files have the two tables, not all a time line. */
function figuresOf(code: string): string[] {
  return code.startsWith('writer.') || code.startsWith('picture.') ? ['streams'] : ['declared-found'];
}

function contents(container: ContainerFacts, streams: readonly StreamFacts[]): Finding {
  const words = streams
    .slice(0, 12)
    .map(({ type, codec }) => `${type} ${codec ?? '?'}`)
    .join(', ');
  const length = container.duration === null ? '' : `, ${container.duration.toFixed(3)} s`;
  return {
    code: 'streams',
    statement: localized(
      `${container.name}${length}: ${streams.length} streams (${words}).`,
      `${container.name}${length}：共 ${streams.length} 个流（${words}）。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits,
    innocent: [],
    figures: ['streams'],
  };
}
