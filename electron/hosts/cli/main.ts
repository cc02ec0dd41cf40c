/** Entry of the command line. Prints results on stdout, progress and complaints on stderr. */
import { Command, CommanderError } from 'commander';
import { diskProblem } from '#core/problems.ts';
import { version } from '#core/version.ts';
import { analysesCommand } from './commands/analyses.ts';
import { authorityCommand } from './commands/authority.ts';
import { cameraCommand } from './commands/camera.ts';
import { caseCommand } from './commands/case.ts';
import { checkpointCommand } from './commands/checkpoint.ts';
import { compareCommand } from './commands/compare.ts';
import { credentialCommand } from './commands/credential.ts';
import { detectCommand } from './commands/detect.ts';
import { dutiesCommand } from './commands/duties.ts';
import { examineCommand } from './commands/examine.ts';
import { fingerprintCommand } from './commands/fingerprint.ts';
import { geometryCommand } from './commands/geometry.ts';
import { intakeCommand } from './commands/intake.ts';
import { labelCommand } from './commands/label.ts';
import { labelsCommand } from './commands/labels.ts';
import { lineageCommand } from './commands/lineage.ts';
import { markCommand } from './commands/mark.ts';
import { marksCommand } from './commands/marks.ts';
import { methodCommand } from './commands/method.ts';
import { packageCommand } from './commands/package.ts';
import { regionsCommand } from './commands/regions.ts';
import { registerCommand } from './commands/register.ts';
import { reportCommand } from './commands/report.ts';
import { reproduceCommand } from './commands/reproduce.ts';
import { signCommand } from './commands/sign.ts';
import { surviveCommand } from './commands/survive.ts';
import { traceCommand } from './commands/trace.ts';
import { trustCommand } from './commands/trust.ts';
import { unpackCommand } from './commands/unpack.ts';
import { verifyCommand } from './commands/verify.ts';
import { UsageError } from './session.ts';
import { chooseLanguage, text } from './text.ts';

const language = chooseLanguage(process.argv.slice(2), process.env);

const program = new Command('assay')
  .description(text.program[language])
  .version(version, '-V, --version', text.version[language])
  .option('--language <language>', text.language[language], language)
  .addHelpText('after', text.examples[language])
  .showHelpAfterError(text.seeHelp[language])
  .exitOverride()
  .configureOutput({ writeErr: (message) => process.stderr.write(message) });

for (const make of [
  intakeCommand,
  examineCommand,
  reportCommand,
  credentialCommand,
  labelsCommand,
  dutiesCommand,
  analysesCommand,
  methodCommand,
  caseCommand,
  verifyCommand,
  packageCommand,
  unpackCommand,
  checkpointCommand,
  reproduceCommand,
  labelCommand,
  markCommand,
  detectCommand,
  fingerprintCommand,
  traceCommand,
  compareCommand,
  lineageCommand,
  geometryCommand,
  regionsCommand,
  cameraCommand,
  registerCommand,
  marksCommand,
  signCommand,
  surviveCommand,
  trustCommand,
  authorityCommand,
]) {
  program.addCommand(make(language).exitOverride().showHelpAfterError());
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version are no faults; everything else Commander refuses is wrong usage.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsageError) {
    process.stderr.write(`assay: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`assay: ${diskProblem(error)?.problem.message[language] ?? told}\n`);
    process.exitCode = 1;
  }
}
